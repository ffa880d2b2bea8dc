namespace KubeHa.Templates;

/// <summary>kubeadm's <c>etcd</c>: its own, or that of others.</summary>
internal abstract record EtcdConfiguration
{
    private EtcdConfiguration()
    {
    }

    public sealed record Local(string DataDirectory, IReadOnlyList<Argument> Arguments) : EtcdConfiguration;

    public sealed record External(IReadOnlyList<string> Endpoints, string CaFile, string CertificateFile, string KeyFile) : EtcdConfiguration;
}
