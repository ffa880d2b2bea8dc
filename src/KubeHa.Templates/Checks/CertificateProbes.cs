using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The look at certificates: those in files (never a key beside them), and what the servers of a control plane show. Read-only.</summary>
internal static class CertificateProbes
{
    public const string ApiServer = FilePaths.Pki + "/apiserver.crt";

    public const string EtcdServer = FilePaths.Pki + "/etcd/server.crt";

    private const string EtcdCa = FilePaths.Pki + "/etcd/ca.crt";

    private const string OfKubelet = "/var/lib/kubelet/pki/kubelet-client-current.pem";

    /// <summary>Servers of a machine, where it asks them itself, and the file that says what they should show.</summary>
    public static IEnumerable<(string Name, string Address, string File)> Servers(Cluster cluster, Machine machine)
    {
        if (machine is ControlPlane server)
        {
            yield return ("apiserver", PoolRules.ServerOf(cluster, server), ApiServer);
        }

        if (EtcdData.Machines(cluster).Contains(machine))
        {
            yield return ("etcd", EtcdData.Loopback(cluster).WithPort(2379), EtcdServer);
        }
    }

    /// <summary>What every control plane must have the same of.</summary>
    public static IReadOnlyList<string> Authorities(Cluster cluster) => [FilePaths.Pki + "/ca.crt", FilePaths.Pki + "/front-proxy-ca.crt", ExternalEtcd.Of(cluster)?.CaFile ?? EtcdCa];

    private static IReadOnlyList<string> OfControlPlane(Cluster cluster) =>
    [
        .. Authorities(cluster), ApiServer, .. ExternalEtcd.Of(cluster) is { } external ? [external.CertificateFile] : (string[])[EtcdServer, FilePaths.Pki + "/apiserver-etcd-client.crt", .. OfPeers],
        .. ((string[])["apiserver-kubelet-client.crt", "front-proxy-client.crt"]).Select(name => $"{FilePaths.Pki}/{name}"),
        OfKubelet,
    ];

    private static IReadOnlyList<string> OfPeers { get; } = [FilePaths.Pki + "/etcd/peer.crt", FilePaths.Pki + "/etcd/healthcheck-client.crt"];

    private static IReadOnlyList<string> OfEtcdMachine { get; } = [EtcdCa, EtcdServer, .. OfPeers];

    private static IReadOnlyList<string> Kubeconfigs { get; } = [FilePaths.AdminConf, "/etc/kubernetes/controller-manager.conf", "/etc/kubernetes/scheduler.conf"];

    /// <summary>The files that a machine must have, each with a certificate.</summary>
    public static IEnumerable<string> Expected(Cluster cluster, Machine machine) => machine switch
    {
        ControlPlane => [.. OfControlPlane(cluster), .. Kubeconfigs],
        EtcdMachine => OfEtcdMachine,
        Worker => [OfKubelet],
        _ => [FilePaths.ClientKubeconfig],
    };

    public static ShellScript Of(Cluster cluster, Machine machine) => machine switch
    {
        ControlPlane => Lines(InFiles(OfControlPlane(cluster)), InKubeconfigs(KubeconfigsOfControlPlane(cluster)), Served(cluster, machine)),
        EtcdMachine => Lines(InFiles(OfEtcdMachine), Served(cluster, machine)),
        Worker => InFiles([OfKubelet]),
        _ => InKubeconfigs([FilePaths.ClientKubeconfig]),
    };

    // Of super-admin.conf only the founding control plane has one, and an operator may keep it elsewhere.
    private static IEnumerable<string> KubeconfigsOfControlPlane(Cluster cluster) =>
    [
        .. Kubeconfigs,
        .. cluster.Version.IsAtLeast(KubernetesCatalogue.FirstMinorWithSuperAdmin) ? [FilePaths.SuperAdminConf] : Array.Empty<string>(),
    ];

    // The first certificate of each, one program for all; a key in the same file is passed by.
    private static ShellScript InFiles(IEnumerable<string> files) => Sh($$"""
        found=
        for f in {{files}}; do [ -r "$f" ] && found="$found $f"; done
        [ -z "$found" ] || awk '
          FNR == 1 { inside = 0; done = 0 }
          /-----END CERTIFICATE-----/ { if (inside && !done) { print "certificate=" FILENAME " " text; done = 1 } inside = 0 }
          inside { text = text $0 }
          /-----BEGIN CERTIFICATE-----/ { inside = 1; text = "" }' $found
        """);

    private static ShellScript InKubeconfigs(IEnumerable<string> files) => Sh($$"""
        for f in {{files}}; do
          [ -r "$f" ] && echo "certificate=$f $(sed -n 's/^ *client-certificate-data: //p' "$f" | base64 -d 2>/dev/null | sed -e '/-----BEGIN/d' -e '/-----END/,$d' | tr -d '\n')"
        done
        true
        """);

    private static ShellScript Served(Cluster cluster, Machine machine) => Sh($$"""
        served() { echo "served=$1 $(timeout 5 openssl s_client -connect "$2" </dev/null 2>/dev/null | sed -n -e '/-----BEGIN CERT/,/-----END CERT/p' -e '/-----END CERT/q' | sed '/-----/d' | tr -d '\n')"; }
        if command -v openssl >/dev/null; then
          {{Lines([.. Servers(cluster, machine).Select(server => Sh($"served {server.Name} {server.Address}"))])}}
        else
          echo "missing=openssl"
        fi
        """);
}
