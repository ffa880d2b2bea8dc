namespace KubeHa;

/// <summary>Where etcd runs.</summary>
public abstract record EtcdTopology
{
    private protected EtcdTopology()
    {
    }

    /// <summary>A member on every control plane, as kubeadm makes them.</summary>
    public sealed record Stacked : EtcdTopology
    {
        /// <summary>The data directory.</summary>
        /// <value>The default is <c>/var/lib/etcd</c>.</value>
        public string DataDirectory { get; init; } = "/var/lib/etcd";
    }
}
