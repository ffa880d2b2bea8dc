using System.Net;

namespace KubeHa;

/// <summary>What the user typed, as it was typed; what the rules look at. A text that does not parse is null in its parsed form: one rule reports it, the others pass it over.</summary>
internal sealed class ClusterDraft(string name, string versionText)
{
    private ContainerRuntime? chosenRuntime;

    public string Name { get; set; } = name;

    public string VersionText { get; set; } = versionText;

    public KubernetesVersion? Version => KubernetesVersion.TryParse(VersionText, out var version) ? version : null;

    /// <summary>What the Catalogue knows of the version; null where it knows nothing, which one rule reports.</summary>
    public KubernetesRelease? Release => Version is { } version ? KubernetesCatalogue.Find(version) : null;

    public List<MachineDraft> Machines { get; } = [];

    public LvsDraft? Lvs { get; set; }

    /// <summary>The endpoint's name as typed; null for the default.</summary>
    public string? EndpointName { get; set; }

    public int EndpointPort { get; set; } = 6443;

    public bool EndpointInHostsFile { get; set; } = true;

    /// <summary>The endpoint's port where it is null.</summary>
    public int? ApiServerPort { get; set; }

    public string EffectiveEndpointName => EndpointName ?? $"api.{Name}.internal";

    public EtcdTopology Etcd { get; set; } = new EtcdTopology.Stacked();

    /// <summary>What was chosen, or the containerd that goes with version and platforms as they are now.</summary>
    public ContainerRuntime Runtime
    {
        get => chosenRuntime ?? new ContainerRuntime.Containerd(ContainerdCatalogue.DefaultFor(VersionText, Machines.Where(machine => machine.Role is MachineRole.ControlPlane or MachineRole.Worker or MachineRole.Etcd).Select(machine => machine.Platform ?? Platform)));
        set => chosenRuntime = value;
    }

    public Platform Platform { get; set; } = new Platform.Prepared();

    public string PodsText { get; set; } = ClusterBuilder.DefaultPods;

    public string ServicesText { get; set; } = ClusterBuilder.DefaultServices;

    public string DnsDomain { get; set; } = ClusterBuilder.DefaultDnsDomain;

    public string? MachinesText { get; set; }

    public PodNetworkManifest? PodNetwork { get; set; }

    public IPNetwork? Pods => IpText.ParseNetwork(IpText.Pair(PodsText).First);

    public IPNetwork? SecondPods => IpText.ParseNetwork(IpText.Pair(PodsText).Second);

    public IPNetwork? Services => IpText.ParseNetwork(IpText.Pair(ServicesText).First);

    public IPNetwork? SecondServices => IpText.ParseNetwork(IpText.Pair(ServicesText).Second);

    public IPNetwork? MachinesNetwork => IpText.ParseNetwork(IpText.Pair(MachinesText).First);

    public IPNetwork? SecondMachinesNetwork => IpText.ParseNetwork(IpText.Pair(MachinesText).Second);

    /// <summary>Whether pods have addresses of both families.</summary>
    public bool IsDualStack => SecondPods is not null;

    public ImageSource Images { get; set; } = new ImageSource.Registry();

    public KubeadmSettings Kubeadm { get; set; } = new();

    public KubeletSettings Kubelet { get; set; } = new();

    public KubeProxySettings KubeProxy { get; set; } = new();

    public IReadOnlyList<string> KernelModules { get; set; } = ["overlay", "br_netfilter"];

    /// <summary>Where everything stands in the cluster file that the draft was read from.</summary>
    public FilePlaces? Places { get; set; }

    public MachinePreparation Preparation { get; set; } = new();

    /// <summary>Calls that named a machine the draft did not hold: the call and the name.</summary>
    public List<(string Call, string Name)> Strays { get; } = [];

    public IEnumerable<MachineDraft> Of(MachineRole role) => Machines.Where(machine => machine.Role == role);

    /// <summary>Every machine with its path, in the order of <see cref="Cluster.Machines"/>.</summary>
    public IReadOnlyList<(string Path, MachineDraft Machine)> Located() =>
    [
        .. Of(MachineRole.Director).Select((machine, index) => ($"lvsPair.directors[{index}]", machine)),
        .. Of(MachineRole.Etcd).Select((machine, index) => ($"etcdMachines[{index}]", machine)),
        .. Of(MachineRole.ControlPlane).Select((machine, index) => ($"controlPlanes[{index}]", machine)),
        .. Of(MachineRole.Worker).Select((machine, index) => ($"workers[{index}]", machine)),
        .. Of(MachineRole.Client).Select((machine, index) => ($"clients[{index}]", machine)),
    ];

    /// <summary>The directors with their priorities: the chosen one, else the highest of 150, 140, 130... that nobody has.</summary>
    public IReadOnlyList<(MachineDraft Director, int Priority)> Prioritised()
    {
        var taken = Of(MachineRole.Director).Where(director => director.Priority is not null).Select(director => director.Priority!.Value).ToHashSet();
        var result = new List<(MachineDraft, int)>();
        var next = 150;
        foreach (var director in Of(MachineRole.Director))
        {
            while (director.Priority is null && !taken.Add(next))
            {
                next -= 10;
            }

            result.Add((director, director.Priority ?? next));
        }

        return result;
    }
}
