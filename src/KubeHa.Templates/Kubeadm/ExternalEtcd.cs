using System.Text;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>An etcd that others run, as control planes see it: the files that apiservers log in with, and what it is asked.</summary>
internal static class ExternalEtcd
{
    public const string CaFile = Folder + "/ca.crt";

    public const string CertificateFile = Folder + "/client.crt";

    public const string KeyFile = Folder + "/client.key";

    // Below kubeadm's own folder, which the apiserver's pod sees and a reset empties.
    private const string Folder = FilePaths.Pki + "/external-etcd";

    public static EtcdTopology.ExternalEndpoints? Of(Cluster cluster) => cluster.Etcd as EtcdTopology.ExternalEndpoints;

    public static IReadOnlyList<string> Endpoints(EtcdTopology.ExternalEndpoints etcd) => [.. etcd.Endpoints.Select(endpoint => endpoint.OriginalString.TrimEnd('/'))];

    public static IEnumerable<ConfigFile> Files(ControlPlane machine, EtcdTopology.ExternalEndpoints etcd) =>
    [
        new(machine.Name, CaFile, Content.Text(Text(etcd.CertificateAuthority)), FileModes.Public),
        new(machine.Name, CertificateFile, Content.Text(Text(etcd.ClientCertificate)), FileModes.Public),
        new(machine.Name, KeyFile, Content.Secret(SecretNames.EtcdClientKey), FileModes.Private),
    ];

    /// <summary>
    /// A condition: a cluster is kept there, or nobody says that none is. Asked by etcd's JSON gateway (/v3, there since etcd 3.4) for the number of keys below the apiserver's prefix;
    /// an answer without a number is none at all (a number that is 0 is left out).
    /// </summary>
    public static ShellScript HoldsACluster(Cluster cluster, EtcdTopology.ExternalEndpoints etcd)
    {
        var prefix = cluster.Kubeadm.ApiServer.ExtraArguments.LastOrDefault(argument => argument.Name == "etcd-prefix")?.Value.TrimEnd('/') ?? "/registry";
        var question = $$"""{"key":"{{Base64(prefix + "/")}}","range_end":"{{Base64(prefix + "0")}}","count_only":true}""";
        return Sh($$"""
            { kept=; for etcd in {{Endpoints(etcd)}}; do kept=$({{Curl}} -d {{question}} "$etcd/v3/kv/range" 2>/dev/null) && break; done; case $kept in *'"count"'*) true ;; *'"header"'*) false ;; *) true ;; esac; }
            """);
    }

    /// <summary>Which endpoints let the apiserver in and are healthy, a line each.</summary>
    public static ShellScript Health(EtcdTopology.ExternalEndpoints etcd) => Sh($$"""
        for etcd in {{Endpoints(etcd)}}; do
          said=$({{Curl}} -S "$etcd/health" 2>&1)
          case $said in *'"health":"true"'*|*'"health":true'*) said=healthy ;; '') said="no answer" ;; esac
          printf '%s %s\n' "$etcd" "$(printf '%s' "$said" | tr '\n' ' ')"
        done
        """);

    /// <summary>Which endpoints can be reached at all, before there is a certificate to show: a line for each, with what curl ended with.</summary>
    public static ShellScript Reached(EtcdTopology.ExternalEndpoints etcd) => Sh($$"""
        command -v curl >/dev/null && for etcd in {{Endpoints(etcd)}}; do curl -k -s -o /dev/null --connect-timeout 3 --max-time 5 "$etcd/health"; echo "etcd-endpoint=$? $etcd"; done
        """);

    private static ShellScript Curl { get; } = Sh($"curl -s -f --max-time 5 --cacert {CaFile} --cert {CertificateFile} --key {KeyFile}");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(string pem) => pem.ReplaceLineEndings("\n").Trim() + "\n";
}
