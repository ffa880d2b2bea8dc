namespace KubeHa;

/// <summary>How long directors remember connections. keepalived sets the times whenever it starts or reads its file, so they outlive restarts and reboots.</summary>
public sealed record IpvsSettings
{
    /// <summary>For how long a connection may be silent until it is forgotten, and reset when it speaks again. Whole seconds, from a minute to 31 days.</summary>
    /// <value>The default is <see langword="null"/>: the kernel's own, 15 minutes. Kubernetes' own clients ask after 30 s of silence, so nothing of theirs is forgotten.</value>
    public TimeSpan? TcpTimeout { get; init; }

    /// <summary>For how long a connection is remembered that one side has closed. Whole seconds, from one to 31 days.</summary>
    /// <value>The default is <see langword="null"/>: the kernel's own, 2 minutes.</value>
    public TimeSpan? TcpFinTimeout { get; init; }
}
