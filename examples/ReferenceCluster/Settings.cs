using KubeHa;
using KubeHa.Ssh;
using KubeHa.Templates;

namespace ReferenceCluster;

/// <summary>The options that every verb has.</summary>
/// <param name="InventoryFile">How machines are reached.</param>
/// <param name="Lab">Whether the machines are the lab's: its variant of the topology, unless a file says another, its pod network and its image.</param>
/// <param name="StateFolder">Where secrets are kept.</param>
/// <param name="Fast">Whether the directors are told to fail over fast.</param>
/// <param name="ClusterFile">The cluster, where it is not the built-in topology.</param>
internal sealed record Settings(string? InventoryFile, bool Lab, string StateFolder, bool Fast, string? ClusterFile)
{
    public ClusterFolder Folder => new(StateFolder);

    /// <exception cref="ClusterValidationException">The topology is wrong.</exception>
    public Cluster BuildCluster()
    {
        var cluster = (ClusterFile is not null ? KubeHa.ClusterFile.Load(ClusterFile) : Lab ? LabDeviations.Lab() : Topology.Published()).Build();
        return Fast ? ClusterBuilder.From(cluster).WithLvsPair(cluster.Endpoint.VirtualAddress.ToString(), lvs => lvs.WithFastFailover()).Build() : cluster;
    }

    /// <summary>Who logs in where without a password: the topology's logins, or the first control plane of a file on the others and back.</summary>
    public IReadOnlyList<MachineLogin> Logins(Cluster cluster) => ClusterFile is null
        ? Topology.Logins
        : MachineLogin.Between(cluster.ControlPlanes[0].Name, cluster.ControlPlanes.Skip(1).Select(machine => machine.Name));

    /// <summary>Adds what is not KubeHa's affair: in the lab, the pod network.</summary>
    public Plan Extend(Plan plan, Cluster cluster, string? only) => Lab ? LabPodNetwork.AddTo(plan, cluster, only) : plan;

    /// <exception cref="InputException">No inventory was named.</exception>
    /// <exception cref="ClusterValidationException">It cannot be read.</exception>
    public SshInventory OpenInventory()
    {
        var inventory = SshInventory.Load(InventoryFile ?? throw new InputException("This verb talks to machines: say with --inventory FILE how they are reached."));
        foreach (var warning in inventory.Warnings)
        {
            Console.Error.WriteLine(warning);
        }

        return inventory;
    }

    /// <exception cref="InputException">No inventory was named.</exception>
    /// <exception cref="ClusterValidationException">It cannot be read.</exception>
    public PlanRunner OpenRunner() => new(new SshTransport(OpenInventory().Options));

    /// <exception cref="InputException">No machine of the cluster bears the name.</exception>
    public static string? KnownMachine(Cluster cluster, string? name) => name is null || cluster.Machines.Any(machine => machine.Name == name)
        ? name
        : throw new InputException($"The cluster has no machine {name}; it has {string.Join(", ", cluster.Machines.Select(machine => machine.Name))}.");
}
