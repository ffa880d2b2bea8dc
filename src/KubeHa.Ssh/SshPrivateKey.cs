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

    private SshPrivateKey(string? path, Secret? text, Secret? passphrase)
    {
        this.path = path;
        this.text = text;
        this.passphrase = passphrase;
    }

    /// <summary>A key in a file, read at each connect.</summary>
    /// <param name="path">The private key's file, not the <c>.pub</c> one.</param>
    /// <param name="passphrase">What it is encrypted with; <see langword="null"/> where it is not.</param>
    public static SshPrivateKey FromFile(string path, Secret? passphrase = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new SshPrivateKey(path, null, passphrase);
    }

    /// <summary>A key held in memory.</summary>
    /// <param name="text">The text of the private key's file.</param>
    /// <param name="passphrase">What it is encrypted with; <see langword="null"/> where it is not.</param>
    public static SshPrivateKey FromText(Secret text, Secret? passphrase = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SshPrivateKey(null, text, passphrase);
    }

    /// <summary>Where the key comes from; never the key.</summary>
    public override string ToString() => path ?? "(key in memory)";

    /// <summary>Reads the key; every failure is a <see cref="TransportFailure.Configuration"/> that names the file.</summary>
    internal IPrivateKeySource Open(Target target)
    {
        try
        {
            using Stream stream = path is null ? new MemoryStream(Encoding.UTF8.GetBytes(text!.Reveal())) : File.OpenRead(path);
            PrivateKeyFile key = passphrase is null ? new PrivateKeyFile(stream) : new PrivateKeyFile(stream, passphrase.Reveal());
            return new OneAlgorithm(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SshException or ArgumentException or FormatException
            or NotSupportedException or InvalidOperationException or System.Security.Cryptography.CryptographicException)
        {
            string hint = e is SshPassPhraseNullOrEmptyException ? "It is encrypted; give its passphrase." : e.Message;
            throw new TransportException(target, TransportFailure.Configuration, $"The private key {this} cannot be used: {hint}", e);
        }
    }

    /// <summary>
    /// SSH.NET tries an RSA key once for each of its three signature algorithms. Three refusals for one key trip lock-outs, so only the strongest is
    /// offered; every sshd since OpenSSH 7.2 takes it.
    /// </summary>
    private sealed class OneAlgorithm(PrivateKeyFile key) : IPrivateKeySource
    {
        public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } =
            [key.HostKeyAlgorithms.FirstOrDefault(algorithm => algorithm.Name == "rsa-sha2-512") ?? key.HostKeyAlgorithms.First()];
    }
}
