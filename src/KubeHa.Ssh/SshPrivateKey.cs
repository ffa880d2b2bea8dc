using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Security;

namespace KubeHa.Ssh;

/// <summary>A private key to log in with: OpenSSH, PEM or PKCS#8, from a file or from memory.</summary>
public sealed class SshPrivateKey
{
    private readonly string? path;
    private readonly Secret? text;
    private readonly Secret? passphrase;
    private readonly string? certificate;

    private SshPrivateKey(string? path, Secret? text, Secret? passphrase, string? certificate)
    {
        this.path = path;
        this.text = text;
        this.passphrase = passphrase;
        this.certificate = certificate;
    }

    /// <summary>A key in a file, read at each connect.</summary>
    /// <param name="path">The private key's file, not the <c>.pub</c> one.</param>
    /// <param name="passphrase">What it is encrypted with; <see langword="null"/> where it is not.</param>
    /// <param name="certificateFile">The file of an OpenSSH user certificate for it (<c>id_ed25519-cert.pub</c>), shown instead of the key itself; it is not looked for.</param>
    public static SshPrivateKey FromFile(string path, Secret? passphrase = null, string? certificateFile = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new SshPrivateKey(path, null, passphrase, certificateFile);
    }

    /// <summary>A key held in memory.</summary>
    /// <param name="text">The text of the private key's file.</param>
    /// <param name="passphrase">What it is encrypted with; <see langword="null"/> where it is not.</param>
    /// <param name="certificate">The text of an OpenSSH user certificate for it, shown instead of the key itself.</param>
    public static SshPrivateKey FromText(Secret text, Secret? passphrase = null, string? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SshPrivateKey(null, text, passphrase, certificate);
    }

    /// <summary>Where the key comes from; never the key.</summary>
    public override string ToString() => (path ?? "(key in memory)") + (certificate is null ? "" : path is null ? " with a certificate" : $" with the certificate {certificate}");

    /// <summary>Reads the key; every failure is a <see cref="TransportFailure.Configuration"/> that names the file.</summary>
    internal IPrivateKeySource Open(SshEndpoint endpoint)
    {
        try
        {
            using Stream stream = path is null ? new MemoryStream(Encoding.UTF8.GetBytes(text!.Reveal())) : File.OpenRead(path);
            using Stream? signed = certificate is null ? null : path is null ? new MemoryStream(Encoding.UTF8.GetBytes(certificate)) : File.OpenRead(certificate);
            return new OneAlgorithm(signed is null ? new PrivateKeyFile(stream, passphrase?.Reveal()) : new PrivateKeyFile(stream, passphrase?.Reveal(), signed));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SshException or ArgumentException or FormatException
            or NotSupportedException or InvalidOperationException or System.Security.Cryptography.CryptographicException)
        {
            string hint = e is SshPassPhraseNullOrEmptyException ? "It is encrypted; give its passphrase." : e.Message;
            throw endpoint.Failure(TransportFailure.Configuration, $"The private key {this} cannot be used: {hint}", e);
        }
    }

    /// <summary>
    /// SSH.NET tries an RSA key once for each of its three signature algorithms, and a key with a certificate once more without it. Several refusals for
    /// one key trip lock-outs, so only the strongest is offered; every sshd since OpenSSH 7.2 takes it.
    /// </summary>
    private sealed class OneAlgorithm(PrivateKeyFile key) : IPrivateKeySource
    {
        private static readonly string[] Preferred = ["rsa-sha2-512" + HostKeyAlgorithmNames.CertificateSuffix, "rsa-sha2-512"];

        public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } =
        [
            key.HostKeyAlgorithms
                .Where(algorithm => algorithm.Name.EndsWith(HostKeyAlgorithmNames.CertificateSuffix, StringComparison.Ordinal) == key.Certificate is not null)
                .OrderBy(algorithm => !Preferred.Contains(algorithm.Name))
                .First(),
        ];
    }
}
