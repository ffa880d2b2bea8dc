using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What is done for an etcd on machines of its own: there, and on control planes that log in to it.</summary>
internal static class EtcdMachineSteps
{
    /// <summary>A kubelet that runs static pods only and has read its files.</summary>
    public static void Kubelet(Lane lane) =>
        lane.Run("kubelet/running", "Run the kubelet for etcd alone",
            Sh($"systemctl daemon-reload && systemctl restart kubelet"),
            unless: Sh($"[ \"$(systemctl show -p NeedDaemonReload kubelet)\" = NeedDaemonReload=no ] && systemctl is-active -q kubelet && {HasRead(FilePaths.EtcdKubelet)} && {HasRead(FilePaths.EtcdKubeletUnit)}"));

    /// <summary>The member's certificates, signed on the machine by the authority that all of them bear.</summary>
    public static void Certificates(Lane lane, ConfigFile configuration) =>
        Certificates(lane, configuration, "Make the certificates of the member of etcd", [("etcd-server", "etcd/server"), ("etcd-peer", "etcd/peer"), ("etcd-healthcheck-client", "etcd/healthcheck-client")]);

    /// <summary>What a control plane's apiserver logs in with. kubeadm makes none where its configuration says that etcd is elsewhere.</summary>
    public static void ClientCertificate(Lane lane, ConfigFile configuration) =>
        Certificates(lane, configuration, "Make the certificate that logs in to etcd", [("apiserver-etcd-client", "apiserver-etcd-client")]);

    /// <summary>All members start for the first time, or this one goes on with the data that it has.</summary>
    public static void Start(Lane lane, ConfigFile configuration) =>
        Member(lane, configuration.Content, "Run the member of etcd", Sh($"kubeadm init phase etcd local --config {FilePaths.KubeadmEtcd}"), unless: IsWhole);

    /// <summary>A machine came back without data: it starts as a member that was announced to the others.</summary>
    /// <param name="lane">The machine's lane.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="members">The members when it starts, itself among them.</param>
    /// <param name="after">The step that announced it.</param>
    public static void StartAnew(Lane lane, Cluster cluster, IReadOnlyList<EtcdMachine> members, IEnumerable<string> after) =>
        Member(lane, KubeadmFiles.EtcdText(lane.Machine, cluster, members, isNew: false), "Run the new member of etcd",
            Sh($$"""
                { {{EtcdData.LiesOnOwnMachine(cluster)}} || rm -rf {{EtcdData.Directory(cluster)}}/member # what a start that was refused has left
                kubeadm init phase etcd local --config {{FilePaths.KubeadmEtcd}}; }
                """),
            unless: Sh($"{IsWhole} && grep -q -F -- --initial-cluster-state=existing {EtcdData.Manifest} && grep -q -x -F -- {"    - --initial-cluster=" + KubeadmFiles.InitialCluster(members)} {EtcdData.Manifest}"), after);

    public static void Healthy(Lane lane, Cluster cluster, IEnumerable<string>? after = null) =>
        lane.Wait("etcd/healthy", "Wait until the member of etcd is healthy", EtcdSteps.IsHealthy(cluster), TimeSpan.FromMinutes(5), after);

    /// <summary>Not the beginning of a manifest whose writing was broken off.</summary>
    private static ShellScript IsWhole => Sh($"grep -q -s -e '- --initial-cluster=' {EtcdData.Manifest} && grep -q '^  volumes:' {EtcdData.Manifest}");

    private static void Member(Lane lane, Content configuration, string title, ShellScript start, ShellScript unless, IEnumerable<string>? after = null) =>
        lane.Run("etcd/member", title, KubeadmSteps.WithConfiguration(FilePaths.KubeadmEtcd, start), unless, input: configuration, after: after);

    /// <summary>kubeadm writes the key, then the certificate, and takes offence at half a pair: what was broken off is made anew.</summary>
    private static void Certificates(Lane lane, ConfigFile configuration, string title, IReadOnlyList<(string Phase, string File)> certificates) =>
        lane.Run("etcd/certificates", title,
            KubeadmSteps.WithConfiguration(FilePaths.KubeadmEtcd, Sh($$"""
                for file in {{certificates.Select(one => $"{FilePaths.Pki}/{one.File}")}}; do
                  { [ -s "$file.crt" ] && [ -s "$file.key" ]; } || rm -f "$file.crt" "$file.key"
                done
                for phase in {{certificates.Select(one => one.Phase)}}; do
                  kubeadm init phase certs "$phase" --config {{FilePaths.KubeadmEtcd}} || exit 1
                done
                """)),
            unless: Sh($"for file in {certificates.Select(one => $"{FilePaths.Pki}/{one.File}")}; do [ -s \"$file.crt\" ] && [ -s \"$file.key\" ] || exit 1; done"),
            input: configuration.Content);

    private static ShellScript HasRead(string file) => MachineSteps.HasRead("kubelet", Readiness.Started, file);
}
