using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>Where etcd runs, and certificates.</summary>
internal static class EtcdFaults
{
    private const string Good = "https://192.168.33.41:2379";

    private static string Pem => BrokenBuilders.Certificate.TrimEnd('\n');

    public static IEnumerable<Fault> All =>
    [
        .. Each("an endpoint of etcd", endpoint => Outside(new Uri(Good), endpoint is null ? null! : new Uri(endpoint, UriKind.RelativeOrAbsolute)),
            "https://192.168.33.42:2379/", "https://etcd-1.example:1", "https://etcd-1.example:65535", "https://[fd00:33::41]:2379", "https://[fd00:33::41]", "https://192.168.33.42", "https://192.168.33.42:0", "https://192.168.33.42:2379/v3", "https://192.168.33.42:2379?x=y",
            "https://etcd_1:2379", "https://localhost:2379", "http://192.168.33.42:2379", "https://me:hunter2@192.168.33.42:2379", "https://192.168.33.42:2379/#a", "etcd", null),
        new("endpoints of etcd that are one", () => Outside(new Uri(Good), new Uri(Good + "/"), new Uri("https://etcd.example:2379"), new Uri("https://ETCD.example:2379"))),
        new("no endpoint of etcd", () => Outside()),
        .. Each("machines for etcd", BrokenBuilders.OwnEtcd, 0, 1, 2, 3, 4, 5, 6),
        .. Each("machines for an etcd that is stacked", count => BrokenBuilders.OwnEtcd(count).WithEtcd(new EtcdTopology.Stacked()), 1, 2),
        new("machines for an etcd that others run", () => Outside(new Uri(Good)).AddEtcdMachine("etcd1", "192.168.33.44")),
        .. Each("the data directory of an etcd of our own", path => BrokenBuilders.OwnEtcd(3).WithEtcd(new EtcdTopology.External { DataDirectory = path }), "/srv/etcd", "data"),
        new("settings for an etcd that others run", () => Outside(new Uri(Good)).WithKubeadm(new KubeadmSettings { EtcdArguments = [new("heartbeat-interval", "200")], Patches = [new("kube-apiserver", "spec: {}"), new("etcd", "spec: {}")] })),
        new("settings for an etcd of our own", () => BrokenBuilders.OwnEtcd(3).WithKubeadm(new KubeadmSettings { EtcdArguments = [new("heartbeat-interval", "200")] })),

        new("no certificates of etcd", () => Reference.Builder().WithEtcd(new EtcdTopology.ExternalEndpoints { Endpoints = [new(Good)] })),
        .. Certificates.Select(one => new Fault($"a certificate authority: {one.Name}", () => BrokenBuilders.Registry(new("registry.example") { CertificateAuthority = one.Text }))),
    ];

    private static IEnumerable<(string Name, string Text)> Certificates =>
    [
        ("one", Pem), ("two and blank lines", $"\n{Pem}\n\n{Pem}\n \n"), ("with DOS line ends", Pem.Replace("\n", "\r\n", StringComparison.Ordinal)), ("with a lone return", Pem + "\r"), ("a byte that no text has", Pem + "\u007f"), ("a tab", Pem + "\t"), ("none", "\n"), ("words", "certificate ~"),
        ("words before it", "mine\n" + Pem), ("words behind it", Pem + "\nmine"), ("words between two", $"{Pem}\nmine\n{Pem}"), ("another block", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----"), ("another block behind it", Pem + "\n-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----"),
        ("that cannot be read", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"), ("as long as allowed", Pem.PadRight(128 * 1024)), ("longer than allowed", Pem.PadRight((128 * 1024) + 1)),
    ];

    private static ClusterBuilder Outside(params Uri[] endpoints) => Reference.Builder("1.22.17").WithEtcd(new EtcdTopology.ExternalEndpoints
    {
        Endpoints = endpoints, CertificateAuthority = BrokenBuilders.Certificate, ClientCertificate = BrokenBuilders.Certificate,
    });
}
