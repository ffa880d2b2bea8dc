namespace KubeHa.Templates;

/// <summary>What all control planes share of /etc/kubernetes/pki: exactly what kubeadm would fetch with a certificate key. Never overwritten, but for what logs in to an etcd of others, which they may change.</summary>
internal static class SharedPki
{
    public static IEnumerable<ConfigFile> For(ControlPlane machine, Cluster cluster) =>
    [
        Certificate(machine, "ca.crt", SecretNames.CaCertificate),
        Key(machine, "ca.key", SecretNames.CaKey),
        Certificate(machine, "front-proxy-ca.crt", SecretNames.FrontProxyCaCertificate),
        Key(machine, "front-proxy-ca.key", SecretNames.FrontProxyCaKey),
        .. cluster.Etcd is EtcdTopology.ExternalEndpoints others ? ExternalEtcd.Of(cluster)!.Files(machine, others) : OfEtcd(machine),
        Certificate(machine, "sa.pub", SecretNames.ServiceAccountPublicKey),
        Key(machine, "sa.key", SecretNames.ServiceAccountKey),
    ];

    /// <summary>The authority of etcd's certificates, on whoever has a member or logs in to one: kubeadm signs with it there, also when certificates are renewed.</summary>
    public static IEnumerable<ConfigFile> OfEtcd(Machine machine) => [Certificate(machine, "etcd/ca.crt", SecretNames.EtcdCaCertificate), Key(machine, "etcd/ca.key", SecretNames.EtcdCaKey)];

    private static ConfigFile Certificate(Machine machine, string name, string value) =>
        new(machine.Name, $"{FilePaths.Pki}/{name}", Content.Public(value), FileModes.Public) { KeepExisting = true };

    private static ConfigFile Key(Machine machine, string name, string secret) =>
        new(machine.Name, $"{FilePaths.Pki}/{name}", Content.Secret(secret), FileModes.Private) { KeepExisting = true };
}
