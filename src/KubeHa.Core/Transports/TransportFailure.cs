namespace KubeHa;

/// <summary>Why a machine could not be talked to.</summary>
public enum TransportFailure
{
    /// <summary>No connection: no route, refused, timed out, or lost before the login was done.</summary>
    Unreachable,

    /// <summary>The machine refused user, key or password. Never retried.</summary>
    AuthenticationFailed,

    /// <summary>The machine's host key is not known. Never retried.</summary>
    HostKeyUnknown,

    /// <summary>The machine's host key is another one than the known one, or it is revoked. Never retried.</summary>
    HostKeyChanged,

    /// <summary>The login works but no shell command can be run with it.</summary>
    LoginShellUnusable,

    /// <summary>The login could not become root.</summary>
    ElevationRefused,

    /// <summary>The transport has no usable configuration for this machine: a missing or unreadable key file, no credential.</summary>
    Configuration,
}
