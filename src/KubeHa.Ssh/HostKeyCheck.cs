using System.Buffers.Binary;
using System.Text;
using Renci.SshNet.Security;

namespace KubeHa.Ssh;

/// <summary>What is known of one machine's host keys, and the judgement of the key it shows.</summary>
internal sealed class HostKeyCheck
{
    private readonly SshEndpoint endpoint;
    private readonly TimeProvider timeProvider;
    private readonly KnownHostsFile? record;
    private readonly string[] names;
    private readonly KnownHosts pinned;
    private KnownHosts all;

    public HostKeyCheck(SshEndpoint endpoint, SshOptions options, TimeProvider timeProvider)
    {
        this.endpoint = endpoint;
        this.timeProvider = timeProvider;
        names = [.. endpoint.NamesInKnownHosts];
        pinned = options.KnownHosts;
        record = options.TrustOnFirstUseFile is { } path ? KnownHostsFile.At(path) : null;
        all = record is null ? pinned : pinned.With(Recorded(() => record.Read()));
    }

    private IEnumerable<KnownHostsLine> Lines => all.Find(names);

    private KnownHostsLine[] Keys => [.. Lines.Where(line => line.Marker == KnownHostsMarker.None)];

    private KnownHostsLine[] Authorities => [.. Lines.Where(line => line.Marker == KnownHostsMarker.CertAuthority)];

    private bool KnowsSomething => Keys.Length > 0 || endpoint.Fingerprints.Count > 0;

    /// <summary>
    /// The host key algorithms to offer, one connection each until a key is trusted. A machine has several keys and shows the one that is agreed on:
    /// so certificates come first where an authority is known, then types that are known, and for a fingerprint, which does not tell its type, each
    /// type in turn.
    /// </summary>
    public IReadOnlyList<string[]> AlgorithmGroups()
    {
        string[] every = [.. HostKeyAlgorithmNames.Kinds.SelectMany(kind => kind)];
        string[] known = [.. Keys.SelectMany(line => HostKeyAlgorithmNames.Of(line.KeyType)).Distinct()];

        // SSH.NET verifies the authority's signature with the plain algorithms that are offered, so they come along.
        string[] certificates = Authorities.Length > 0 ? [.. HostKeyAlgorithmNames.Certificates, .. known, .. every.Except(known)] : [];
        if (endpoint.Fingerprints.Count == 0)
        {
            string[] rest = [.. every.Except(known)];
            return Filled(known.Length == 0 ? [certificates, rest] : [certificates, known, rest]);
        }

        return Filled([certificates, known, .. HostKeyAlgorithmNames.Kinds.Select(kind => kind.Except(known).ToArray())]);
    }

    /// <summary>Judges a key; <see langword="null"/> means it is trusted. Trust on first use records it.</summary>
    /// <exception cref="ConnectException">The record cannot be read or written.</exception>
    public ConnectException? Judge(string keyType, byte[] blob, Certificate? certificate)
    {
        if (certificate is not null)
        {
            return HostCertificateCheck.Judge(endpoint, certificate, Authorities, Lines.Where(line => line.Marker == KnownHostsMarker.Revoked), timeProvider.GetUtcNow());
        }

        ConnectException? verdict = JudgeKey(keyType, blob);
        if (verdict is not { Reason: TransportFailure.HostKeyUnknown } || record is null || Authorities.Length > 0)
        {
            // Where an authority is known for it, a machine without its certificate is none of which nothing is known.
            return verdict;
        }

        // Another connection may have come first, so the file is read once more, under its lock.
        return Recorded(() => record.Change(recorded =>
        {
            all = pinned.With(recorded);
            verdict = JudgeKey(keyType, blob);
            bool isNew = verdict is { Reason: TransportFailure.HostKeyUnknown };
            return (isNew ? null : verdict, isNew ? $"{string.Join(',', names.Distinct())} {TypeOf(blob)} {Convert.ToBase64String(blob)}" : null);
        }));
    }

    private static IReadOnlyList<string[]> Filled(IEnumerable<string[]> groups) => [.. groups.Where(group => group.Length > 0)];

    // SSH.NET names the signature's algorithm (rsa-sha2-512), the file wants the key's type (ssh-rsa), which the key itself begins with.
    private static string TypeOf(byte[] blob) => Encoding.ASCII.GetString(blob, 4, BinaryPrimitives.ReadInt32BigEndian(blob));

    private ConnectException? JudgeKey(string keyType, byte[] blob)
    {
        string shown = $"{keyType} {HostKeyFingerprint.Of(blob)}";
        if (Lines.FirstOrDefault(line => line.Marker == KnownHostsMarker.Revoked && line.Is(blob)) is { } withdrawn)
        {
            return endpoint.Failure(TransportFailure.HostKeyChanged,
                $"The machine shows the host key {shown}, which {withdrawn.Source} marks as revoked. Give the machine new host keys and pin those.");
        }

        if (Keys.Any(line => line.Is(blob)) || endpoint.Fingerprints.Any(pin => HostKeyFingerprint.Matches(pin, blob)))
        {
            return null;
        }

        if (KnowsSomething)
        {
            string known = string.Join(", ", Keys.Select(line => $"{line.KeyType} {HostKeyFingerprint.Of(line.KeyBlob)} at {line.Source}")
                .Concat(endpoint.Fingerprints.Select(pin => $"pinned {pin}")));
            return endpoint.Failure(TransportFailure.HostKeyChanged,
                $"The machine shows the host key {shown}, but known is {known}. Either it was installed anew, or something else answers at "
                + $"{endpoint.Host}. Compare with 'ssh-keygen -lf' on the machine's console before you change what is known.");
        }

        string hint = Authorities.Length > 0 ? " known_hosts names a certificate authority for it, but the machine shows no certificate of that one (HostCertificate in its sshd_config)." : "";
        return endpoint.Failure(TransportFailure.HostKeyUnknown,
            $"The host key {shown} is not known.{hint} Compare it with 'ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub' on the machine's console; if it is the same, "
            + $"pin that fingerprint or add this line to known_hosts: {names[^1]} {TypeOf(blob)} {Convert.ToBase64String(blob)}");
    }

    private T Recorded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw endpoint.Failure(TransportFailure.Configuration, $"Host keys are to be recorded in a file that cannot be used: {e.Message}", e);
        }
    }
}
