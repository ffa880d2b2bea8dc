using KubeHa;

namespace ReferenceCluster;

/// <summary>The same topology in the lab: all that differs from the published cluster, each with its reason. On real machines none of it is needed.</summary>
internal static class LabDeviations
{
    /// <summary>The image of the workload check: the lab has no registry; a busybox of Debian's stands in its archives under this name.</summary>
    public const string WorkloadImage = "kubeha.local/workload:1";

    public static ClusterBuilder Lab() =>

        // Debian 12 has the source of Kubernetes v1.20.2, and keepalived 2.2.7.
        Topology.WithDirectors(Topology.WithMachines(new ClusterBuilder(Topology.Name, "1.20.2")), keepalived: new Version(2, 2, 7))

            // The lab's machines come with the packages that a distribution mirror would give: there is no mirror inside.
            .WithPlatform(new Platform.Prepared())

            // Docker needs an engine that lowers oom_score_adj; Debian's containerd can be told not to.
            .WithRuntime(new ContainerRuntime.Containerd("1.6.20")
            {
                // Where Debian's containernetworking-plugins puts its binaries.
                CniBinaryDirectory = "/usr/lib/cni",

                // The machine withholds CAP_SYS_RESOURCE: no process may lower its oom_score_adj, and sandboxes would fail.
                RestrictOomScoreAdjustment = true,

                // Machines are nested containers in cgroup v1; their systemd does not own the hierarchy.
                CgroupDriver = CgroupDriver.Cgroupfs,
            })

            // No registry can be reached from inside: images are archives in a folder of every node.
            .WithImages(new ImageSource.Archives("/opt/images"))

            // Machines share the kernel of the machine they run on: swap is its owner's affair.
            .WithKubelet(new KubeletSettings { AllowSwap = true })

            // Conntrack limits cannot be set from a network namespace; kube-proxy would crash.
            .WithKubeProxy(new KubeProxySettings { LeaveConntrackAlone = true })

            // The shared kernel loads no modules; what the nodes need is built in.
            .WithKernelModules()

            .WithKubeadm(new KubeadmSettings
            {
                // No Debian package has CoreDNS; its pods would wait for an image for ever.
                InstallDns = false,

                // On init kubeadm asks for CoreDNS' image even where it is told to skip the addon.
                IgnoredPreflightErrors = ["ImagePull"],

                // Eleven machines share two processors. An etcd that is held up for a second would lose its leader, and after three seconds without one it ends every watch
                // (three election timeouts); what Kubernetes 1.20 makes of that is told in docs/troubleshooting.md.
                EtcdArguments = [new("heartbeat-interval", "300"), new("election-timeout", "3000")],
            });
}
