namespace KubeHa;

/// <summary>A cluster as it should be. Made by <see cref="ClusterBuilder"/> only, so that a Cluster in hand is a valid one; <see cref="ClusterBuilder.From"/> is how one changes it.</summary>
public sealed class Cluster
{
    internal Cluster()
    {
    }

    /// <summary>The cluster's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version of Kubernetes.</summary>
    public required KubernetesVersion Version { get; init; }

    /// <summary>The control planes, in the order given.</summary>
    public required IReadOnlyList<ControlPlane> ControlPlanes { get; init; }

    /// <summary>The machines that run etcd and nothing else, in the order given; none where <see cref="Etcd"/> is not <see cref="EtcdTopology.External"/>.</summary>
    public required IReadOnlyList<EtcdMachine> EtcdMachines { get; init; }

    /// <summary>The workers, in the order given.</summary>
    public required IReadOnlyList<Worker> Workers { get; init; }

    /// <summary>The clients, in the order given.</summary>
    public required IReadOnlyList<Client> Clients { get; init; }

    /// <summary>The directors and how they share the virtual IP.</summary>
    public required LvsPair LvsPair { get; init; }

    /// <summary>How everyone reaches kube-apiserver.</summary>
    public required ApiEndpoint Endpoint { get; init; }

    /// <summary>Where etcd runs.</summary>
    public required EtcdTopology Etcd { get; init; }

    /// <summary>What runs the containers of every node.</summary>
    public required ContainerRuntime Runtime { get; init; }

    /// <summary>The networks.</summary>
    public required ClusterNetwork Network { get; init; }

    /// <summary>The manifest of the network plugin; <see langword="null"/> where somebody else brings one.</summary>
    public required PodNetworkManifest? PodNetwork { get; init; }

    /// <summary>Where images come from.</summary>
    public required ImageSource Images { get; init; }

    /// <summary>What kubeadm is told beside its configuration.</summary>
    public required KubeadmSettings Kubeadm { get; init; }

    /// <summary>What every kubelet is told.</summary>
    public required KubeletSettings Kubelet { get; init; }

    /// <summary>What every kube-proxy is told.</summary>
    public required KubeProxySettings KubeProxy { get; init; }

    /// <summary>Kernel modules that every node loads; <c>overlay</c> and <c>br_netfilter</c> unless chosen.</summary>
    public required IReadOnlyList<string> KernelModules { get; init; }

    /// <summary>What is done to every machine beside what the cluster needs.</summary>
    public required MachinePreparation Preparation { get; init; }

    /// <summary>What <see cref="ClusterBuilder.Build"/> found worth saying that does not stop anyone.</summary>
    public required IReadOnlyList<Diagnostic> Warnings { get; init; }

    /// <summary>Control planes and workers.</summary>
    public IEnumerable<Machine> Nodes => ControlPlanes.Cast<Machine>().Concat(Workers);

    /// <summary>Every machine: directors, etcd's own machines, control planes, workers, clients.</summary>
    public IEnumerable<Machine> Machines => LvsPair.Directors.Cast<Machine>().Concat(EtcdMachines).Concat(ControlPlanes).Concat(Workers).Concat(Clients);
}
