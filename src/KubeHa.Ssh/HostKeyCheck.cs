namespace KubeHa.Ssh;

/// <summary>What is known of one machine's host keys, and the judgement of the key it shows.</summary>
internal sealed class HostKeyCheck
{
    // The strongest first; SHA-1 signatures of RSA keys (ssh-rsa) are not offered.
    private static readonly string[][] Groups =
    [
        ["ssh-ed25519"],
        ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"],
        ["rsa-sha2-512", "rsa-sha2-256"],
    ];

    private readonly SshEndpoint endpoint;
    private readonly string[] names;
    private readonly IReadOnlyList<KnownHostsLine> keys;
    private readonly IReadOnlyList<KnownHostsLine> revoked;
    private readonly bool authority;

    public HostKeyCheck(SshEndpoint endpoint, KnownHosts knownHosts)
    {
        this.endpoint = endpoint;
        names = endpoint.HostKeyAlias is { } alias ? [alias]
            : [KnownHosts.HostName(endpoint.Target.Name, endpoint.Port), KnownHosts.HostName(endpoint.Address.ToString(), endpoint.Port)];
        IReadOnlyList<KnownHostsLine> found = knownHosts.Find(names);
        keys = [.. found.Where(line => line.Marker == KnownHostsMarker.None)];
        revoked = [.. found.Where(line => line.Marker == KnownHostsMarker.Revoked)];
        authority = found.Any(line => line.Marker == KnownHostsMarker.CertAuthority);
    }

    /// <summary>Whether any key can be trusted at all.</summary>
    public bool KnowsSomething => keys.Count > 0 || endpoint.Fingerprints.Count > 0;

    /// <summary>
    /// The host key algorithms to offer, one connection each until a key is trusted. A machine has several keys and shows the one that is agreed on:
    /// so types that are known come first, and for a fingerprint, which does not tell its type, each type in turn.
    /// </summary>
    public IReadOnlyList<string[]> AlgorithmGroups()
    {
        string[] known = [.. keys.SelectMany(line => AlgorithmsOf(line.KeyType)).Distinct()];
        if (endpoint.Fingerprints.Count == 0)
        {
            string[] rest = [.. Groups.SelectMany(group => group).Except(known)];
            return known.Length == 0 || rest.Length == 0 ? [[.. known, .. rest]] : [known, rest];
        }

        return [.. new[] { known }.Concat(Groups.Select(group => group.Except(known).ToArray())).Where(group => group.Length > 0)];
    }

    /// <summary>Judges a key; <see langword="null"/> means it is trusted.</summary>
    public TransportException? Judge(string keyType, byte[] blob)
    {
        string shown = $"{keyType} {HostKeyFingerprint.Of(blob)}";
        if (revoked.FirstOrDefault(line => line.KeyBlob.AsSpan().SequenceEqual(blob)) is { } withdrawn)
        {
            return endpoint.Failure(TransportFailure.HostKeyChanged,
                $"The machine shows the host key {shown}, which {withdrawn.Source} marks as revoked. Give the machine new host keys and pin those.");
        }

        if (keys.Any(line => line.KeyBlob.AsSpan().SequenceEqual(blob)) || endpoint.Fingerprints.Any(pin => HostKeyFingerprint.Matches(pin, blob)))
        {
            return null;
        }

        if (KnowsSomething)
        {
            string known = string.Join(", ", keys.Select(line => $"{line.KeyType} {HostKeyFingerprint.Of(line.KeyBlob)} at {line.Source}")
                .Concat(endpoint.Fingerprints.Select(pin => $"pinned {pin}")));
            return endpoint.Failure(TransportFailure.HostKeyChanged,
                $"The machine shows the host key {shown}, but known is {known}. Either it was installed anew, or something else answers at "
                + $"{endpoint.Address}. Compare with 'ssh-keygen -lf' on the machine's console before you change what is known.");
        }

        string hint = authority ? " known_hosts names a certificate authority for it, but host certificates are not accepted yet: add the key itself." : "";
        return endpoint.Failure(TransportFailure.HostKeyUnknown,
            $"The host key {shown} is not known.{hint} Compare it with 'ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub' on the machine's console; if it is the same, "
            + $"pin that fingerprint or add this line to known_hosts: {names[^1]} {keyType} {Convert.ToBase64String(blob)}");
    }

    private static string[] AlgorithmsOf(string keyType) => keyType == "ssh-rsa" ? Groups[2] : Groups.Any(group => group.Contains(keyType)) ? [keyType] : [];
}
