namespace KubeHa;

/// <summary>What a director asks of an apiserver.</summary>
public enum HealthCheckKind
{
    /// <summary>GET /readyz over TLS: it serves. The answer must be open to everyone, as it is unless somebody shut it (<c>--anonymous-auth=false</c>).</summary>
    Ready,

    /// <summary>
    /// A TCP connection: something listens, whether it answers or not. For apiservers that do not tell everybody whether they are ready (by RBAC, or an authentication of their own). One that hangs or has lost its etcd stays in
    /// the pool.
    /// </summary>
    Connect,
}
