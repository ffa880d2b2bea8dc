namespace KubeHa.Ssh;

/// <summary>The word in front of a known_hosts entry.</summary>
internal enum KnownHostsMarker
{
    None,
    Revoked,
    CertAuthority,
}
