using System.Text;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>An etcd that is not on the control planes, as these see it: where it is, the files that apiservers log in with, and what it is asked.</summary>
/// <param name="Endpoints">Where its members serve clients.</param>
/// <param name="CaFile">The authority of its members' certificates.</param>
/// <param name="CertificateFile">The certificate by which apiservers log in.</param>
/// <param name="KeyFile">Its key.</param>
internal sealed record ExternalEtcd(IReadOnlyList<string> Endpoints, string CaFile, string CertificateFile, string KeyFile)
{
    // Below kubeadm's own folder, which the apiserver's pod sees and a reset empties.
    private const string FolderOfOthers = FilePaths.Pki + "/external-etcd";

    /// <summary>Null where every control plane has a member.</summary>
    public static ExternalEtcd? Of(Cluster cluster) => cluster.Etcd switch
    {
        EtcdTopology.ExternalEndpoints others => new(
            [.. others.Endpoints.Select(endpoint => endpoint.OriginalString.TrimEnd('/'))], FolderOfOthers + "/ca.crt", FolderOfOthers + "/client.crt", FolderOfOthers + "/client.key"),
        EtcdTopology.External => new(
            [.. cluster.EtcdMachines.Select(machine => $"https://{machine.Address.WithPort(2379)}")], FilePaths.Pki + "/etcd/ca.crt", FilePaths.Pki + "/apiserver-etcd-client.crt", FilePaths.Pki + "/apiserver-etcd-client.key"),
        _ => null,
    };

    /// <summary>What logs in to an etcd of others: it can only be given.</summary>
    public IEnumerable<ConfigFile> Files(ControlPlane machine, EtcdTopology.ExternalEndpoints etcd) =>
    [
        new(machine.Name, CaFile, Content.Text(Text(etcd.CertificateAuthority)), FileModes.Public),
        new(machine.Name, CertificateFile, Content.Text(Text(etcd.ClientCertificate)), FileModes.Public),
        new(machine.Name, KeyFile, Content.Secret(SecretNames.EtcdClientKey), FileModes.Private),
    ];

    /// <summary>
    /// A condition: a cluster is kept there, or nobody says that none is. Asked by etcd's JSON gateway (/v3, there since etcd 3.4) for the number of keys below the apiserver's prefix;
    /// an answer without a number is none at all (a number that is 0 is left out). Of an etcd that others run the first answer counts; of one on machines of our own all of them must
    /// say so, since a machine that was started beside its etcd instead of in it would not know of anything.
    /// </summary>
    public ShellScript HoldsACluster(Cluster cluster)
    {
        var prefix = cluster.Kubeadm.ApiServer.ExtraArguments.LastOrDefault(argument => argument.Name == "etcd-prefix")?.Value.TrimEnd('/') ?? "/registry";
        var question = $$"""{"key":"{{Base64(prefix + "/")}}","range_end":"{{Base64(prefix + "0")}}","count_only":true}""";
        var asked = Sh($$"""kept=$({{Curl}} -d {{question}} "$etcd/v3/kv/range" 2>/dev/null)""");
        return cluster.Etcd is EtcdTopology.External
            ? Sh($$"""{ none=yes; for etcd in {{Endpoints}}; do {{asked}}; case $kept in *'"count"'*) none=no ;; *'"header"'*) ;; *) none=no ;; esac; done; [ $none = no ]; }""")
            : Sh($$"""
            { kept=; for etcd in {{Endpoints}}; do {{asked}} && break; done; case $kept in *'"count"'*) true ;; *'"header"'*) false ;; *) true ;; esac; }
            """);
    }

    /// <summary>Which endpoints let the apiserver in and are healthy, a line each.</summary>
    public ShellScript Health => Sh($$"""
        for etcd in {{Endpoints}}; do
          said=$({{Curl}} -S "$etcd/health" 2>&1)
          case $said in *'"health":"true"'*|*'"health":true'*) said=healthy ;; '') said="no answer" ;; esac
          printf '%s %s\n' "$etcd" "$(printf '%s' "$said" | tr '\n' ' ')"
        done
        """);

    /// <summary>Which endpoints can be reached at all, before there is a certificate to show: a line for each, with what curl ended with.</summary>
    public ShellScript Reached => Sh($$"""
        command -v curl >/dev/null && for etcd in {{Endpoints}}; do curl -k -s -o /dev/null --connect-timeout 3 --max-time 5 "$etcd/health"; echo "etcd-endpoint=$? $etcd"; done
        """);

    private ShellScript Curl => Sh($"curl -s -f --max-time 5 --cacert {CaFile} --cert {CertificateFile} --key {KeyFile}");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(string pem) => LineEndings.OfUnix(pem).Trim() + "\n";
}
