namespace KubeHa;

/// <summary>Where etcd runs.</summary>
public abstract record EtcdTopology
{
    private protected EtcdTopology()
    {
    }

    /// <summary>Where our members keep their data; null where others run them.</summary>
    internal string? OurDataDirectory => this switch
    {
        Stacked stacked => stacked.DataDirectory,
        External external => external.DataDirectory,
        _ => null,
    };

    /// <summary>A member on every control plane, as kubeadm makes them.</summary>
    public sealed record Stacked : EtcdTopology
    {
        /// <summary>The data directory.</summary>
        /// <value>The default is <c>/var/lib/etcd</c>.</value>
        public string DataDirectory { get; init; } = "/var/lib/etcd";
    }

    /// <summary>
    /// A member on every <see cref="EtcdMachine"/> (<see cref="ClusterBuilder.AddEtcdMachine"/>), made by kubeadm as a static pod of a kubelet that belongs to no cluster
    /// (Kubernetes' documentation, "Set up a High Availability etcd Cluster with kubeadm"). Control planes have none.
    /// </summary>
    public sealed record External : EtcdTopology
    {
        /// <summary>The data directory on those machines.</summary>
        /// <value>The default is <c>/var/lib/etcd</c>.</value>
        public string DataDirectory { get; init; } = "/var/lib/etcd";
    }

    /// <summary>
    /// An etcd that others run: 3.4 or newer, with certificates and without users of its own (they do not reach its JSON gateway, by which KubeHa asks whether it holds a cluster already).
    /// Its members, snapshots and certificates are the others' affair. The client's private key is a secret, <see cref="SecretNames.EtcdClientKey"/>, and is given with the others.
    /// </summary>
    public sealed record ExternalEndpoints : EtcdTopology
    {
        /// <summary>Where its members serve clients: <c>https://</c>, a name or address, and a port. Names must be known to the control planes.</summary>
        public IReadOnlyList<Uri> Endpoints { get; init; } = [];

        /// <summary>The certificates, in PEM form, of whoever signed those of its members.</summary>
        public string CertificateAuthority { get; init; } = string.Empty;

        /// <summary>The certificate, in PEM form, by which apiservers log in.</summary>
        public string ClientCertificate { get; init; } = string.Empty;
    }
}
