using System.Diagnostics.CodeAnalysis;

namespace KubeHa;

/// <summary>Takes text, gives a <see cref="Cluster"/> or every diagnostic at once. Nothing that is merely wrong throws before <see cref="Build"/>.</summary>
/// <example>
/// <code>
/// Cluster cluster = new ClusterBuilder("reference", "1.20.2")
///     .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
///     .AddWorker("w1", "10.0.0.21")
///     .WithLvsPair("10.0.0.100", lvs => lvs.AddDirector("lvs1", "10.0.0.2", "eth0").AddDirector("lvs2", "10.0.0.3", "eth0"))
///     .Build();
/// </code>
/// </example>
public sealed class ClusterBuilder
{
    internal const string DefaultPods = "10.244.0.0/16";
    internal const string DefaultServices = "10.96.0.0/12";
    internal const string DefaultDnsDomain = "cluster.local";

    private readonly ClusterDraft _draft;

    /// <summary>A cluster to be.</summary>
    /// <param name="name">Its name, an RFC 1123 label.</param>
    /// <param name="kubernetesVersion">The version of Kubernetes, for example <c>1.20.2</c>; <see cref="KubernetesCatalogue"/> says which can be rendered.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ClusterBuilder(string name, string kubernetesVersion)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(kubernetesVersion);
        _draft = new ClusterDraft(name, kubernetesVersion);
    }

    internal ClusterBuilder(ClusterDraft draft) => _draft = draft;

    /// <summary>A builder that holds what a cluster says, to change it and build again. Its default platform is the one that most machines have.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cluster"/> is null.</exception>
    public static ClusterBuilder From(Cluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);

        return new ClusterBuilder(Drafting.Draft(cluster));
    }

    /// <summary>Adds a control plane.</summary>
    /// <param name="name">Its name, an RFC 1123 label: hostname and node name.</param>
    /// <param name="address">Its address, IPv4 or IPv6, by which the others reach it.</param>
    /// <param name="configure">Says more of it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="address"/> is null.</exception>
    public ClusterBuilder AddControlPlane(string name, string address, Action<MachineBuilder>? configure = null) =>
        Add(MachineRole.ControlPlane, name, address, configure);

    /// <summary>Adds a machine that runs a member of etcd and nothing else; for <see cref="EtcdTopology.External"/>, which wants three of them, or five.</summary>
    /// <param name="name">Its name, an RFC 1123 label: hostname, and the member's name.</param>
    /// <param name="address">Its address, IPv4 or IPv6, by which the others reach it.</param>
    /// <param name="configure">Says more of it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="address"/> is null.</exception>
    public ClusterBuilder AddEtcdMachine(string name, string address, Action<MachineBuilder>? configure = null) =>
        Add(MachineRole.Etcd, name, address, configure);

    /// <summary>Adds a worker.</summary>
    /// <param name="name">Its name, an RFC 1123 label: hostname and node name.</param>
    /// <param name="address">Its address, IPv4 or IPv6, by which the others reach it.</param>
    /// <param name="configure">Says more of it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="address"/> is null.</exception>
    public ClusterBuilder AddWorker(string name, string address, Action<MachineBuilder>? configure = null) =>
        Add(MachineRole.Worker, name, address, configure);

    /// <summary>Adds a machine from which people use kubectl.</summary>
    /// <param name="name">Its name, an RFC 1123 label.</param>
    /// <param name="address">Its address, IPv4 or IPv6, by which the others reach it.</param>
    /// <param name="configure">Says more of it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="address"/> is null.</exception>
    public ClusterBuilder AddClient(string name, string address, Action<MachineBuilder>? configure = null) =>
        Add(MachineRole.Client, name, address, configure);

    /// <summary>Takes a machine out, of whatever role. A name that no machine has is a diagnostic: the machine that was meant would stay.</summary>
    /// <param name="machineName">The machine's name.</param>
    public ClusterBuilder Remove(string machineName)
    {
        if (_draft.Machines.RemoveAll(machine => machine.Name == machineName) == 0)
        {
            _draft.Strays.Add((nameof(Remove), machineName));
        }

        return this;
    }

    /// <summary>Puts directors with a virtual address in front of the control planes. Called again, it configures the same pair further; directors added before stay.</summary>
    /// <param name="virtualAddress">The address, IPv4 or IPv6, that the directors share, free and in the machines' subnet.</param>
    /// <param name="configure">Adds the directors, two or more.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ClusterBuilder WithLvsPair(string virtualAddress, Action<LvsPairBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(virtualAddress);
        ArgumentNullException.ThrowIfNull(configure);
        _draft.Lvs ??= new LvsDraft { VirtualAddressText = virtualAddress };
        _draft.Lvs.VirtualAddressText = virtualAddress;
        configure(new LvsPairBuilder(_draft, _draft.Lvs));

        return this;
    }

    /// <summary>Chooses name and port of the endpoint.</summary>
    /// <param name="name">A DNS name; <c>api.CLUSTER.internal</c> where <see langword="null"/>.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="inHostsFile">Whether the name is kept in /etc/hosts of every machine; <see langword="false"/> leaves it to a DNS of one's own.</param>
    /// <param name="apiServerPort">The port of every apiserver, 1 to 65535; the endpoint's own where <see langword="null"/>. Another one needs <see cref="LvsForwarding.Masquerade"/>.</param>
    public ClusterBuilder WithEndpoint(string? name = null, int port = 6443, bool inHostsFile = true, int? apiServerPort = null)
    {
        (_draft.EndpointName, _draft.EndpointPort, _draft.EndpointInHostsFile, _draft.ApiServerPort) = (name, port, inHostsFile, apiServerPort);

        return this;
    }

    /// <summary>Chooses where etcd runs; stacked on the control planes unless chosen.</summary>
    /// <param name="topology">The topology.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> is null.</exception>
    public ClusterBuilder WithEtcd(EtcdTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        _draft.Etcd = SettingCopies.Of(topology);

        return this;
    }

    /// <summary>Chooses the container runtime; unless chosen it is containerd: 1.6.20, with which KubeHa was run, up to Kubernetes 1.31 (1.7.28 where a machine that runs it has Debian 13 or Ubuntu 24.04, for which Docker packs no older one that is a default), and from 1.32 on a version that goes with it (<see cref="ContainerdCatalogue"/>).</summary>
    /// <param name="runtime">The runtime.</param>
    /// <exception cref="ArgumentNullException"><paramref name="runtime"/> is null.</exception>
    public ClusterBuilder WithRuntime(ContainerRuntime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        _draft.Runtime = runtime.Copied();

        return this;
    }

    /// <summary>Chooses what every machine runs that says nothing of its own; <see cref="Platform.Prepared"/> unless chosen.</summary>
    /// <param name="platform">The platform.</param>
    /// <exception cref="ArgumentNullException"><paramref name="platform"/> is null.</exception>
    public ClusterBuilder WithPlatform(Platform platform)
    {
        ArgumentNullException.ThrowIfNull(platform);
        _draft.Platform = platform;

        return this;
    }

    /// <summary>Chooses the networks. No two may overlap. All are of the virtual address's family; for dual stack each is two, the second of the other family, with a comma between them as kubeadm takes it.</summary>
    /// <param name="pods">The pods' network, /8 to /24, of which every node gets a /24; in IPv6 /48 to /64, of which it gets a /64.</param>
    /// <param name="services">The services' network, /12 to /28; in IPv6 /108 to /124.</param>
    /// <param name="dnsDomain">The services' DNS domain.</param>
    /// <param name="machines">The network that the machines' addresses and the virtual one are in; not checked where <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException">An argument but the last is null.</exception>
    public ClusterBuilder WithNetwork(
        string pods = DefaultPods, string services = DefaultServices, string dnsDomain = DefaultDnsDomain, string? machines = null)
    {
        ArgumentNullException.ThrowIfNull(pods);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(dnsDomain);
        (_draft.PodsText, _draft.ServicesText, _draft.DnsDomain, _draft.MachinesText) = (pods, services, dnsDomain, machines);

        return this;
    }

    /// <summary>Chooses the network plugin, by its manifest. Unless chosen none is applied, and nodes are not Ready until somebody brings one.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <exception cref="ArgumentNullException"><paramref name="manifest"/> is null.</exception>
    public ClusterBuilder WithPodNetwork(PodNetworkManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        _draft.PodNetwork = manifest;

        return this;
    }

    /// <summary>Chooses where images come from; kubeadm's own registry unless chosen.</summary>
    /// <param name="images">The source.</param>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    public ClusterBuilder WithImages(ImageSource images)
    {
        ArgumentNullException.ThrowIfNull(images);
        _draft.Images = images;

        return this;
    }

    /// <summary>Chooses what kubeadm is told beside its configuration.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public ClusterBuilder WithKubeadm(KubeadmSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _draft.Kubeadm = SettingCopies.Of(settings);

        return this;
    }

    /// <summary>Chooses what every kubelet is told.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public ClusterBuilder WithKubelet(KubeletSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _draft.Kubelet = SettingCopies.Of(settings);

        return this;
    }

    /// <summary>Chooses what every kube-proxy is told.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public ClusterBuilder WithKubeProxy(KubeProxySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _draft.KubeProxy = SettingCopies.Of(settings);

        return this;
    }

    /// <summary>Chooses the kernel modules that every node loads, in place of <c>overlay</c> and <c>br_netfilter</c>.</summary>
    /// <param name="modules">Their names.</param>
    /// <exception cref="ArgumentNullException"><paramref name="modules"/> is null.</exception>
    public ClusterBuilder WithKernelModules(params IEnumerable<string> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        _draft.KernelModules = [.. modules.Distinct(StringComparer.Ordinal)];

        return this;
    }

    /// <summary>Chooses what is done to every machine beside what the cluster needs; nothing unless chosen.</summary>
    /// <param name="preparation">The settings.</param>
    /// <exception cref="ArgumentNullException"><paramref name="preparation"/> is null.</exception>
    public ClusterBuilder WithPreparation(MachinePreparation preparation)
    {
        ArgumentNullException.ThrowIfNull(preparation);
        _draft.Preparation = SettingCopies.Of(preparation);

        return this;
    }

    /// <summary>Says what is known of a machine added before. Facts add up: one that is <see langword="null"/> leaves what was said before.</summary>
    /// <param name="machineName">The machine's name.</param>
    /// <param name="facts">The facts, typed or discovered.</param>
    /// <exception cref="ArgumentNullException"><paramref name="facts"/> is null.</exception>
    public ClusterBuilder WithFacts(string machineName, MachineFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var machine = _draft.Machines.FirstOrDefault(candidate => candidate.Name == machineName);
        if (machine is null)
        {
            _draft.Strays.Add((nameof(WithFacts), machineName));
        }

        machine?.Learn(facts);

        return this;
    }

    /// <summary>Builds. What it found worth saying that stops nobody stands in <see cref="Cluster.Warnings"/>.</summary>
    /// <exception cref="ClusterValidationException">Something is wrong; it carries every diagnostic.</exception>
    public Cluster Build() => TryBuild(out var cluster, out var diagnostics) ? cluster : throw new ClusterValidationException(diagnostics);

    /// <summary>Builds, without an exception.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="diagnostics">All that was found, warnings included.</param>
    public bool TryBuild([NotNullWhen(true)] out Cluster? cluster, out IReadOnlyList<Diagnostic> diagnostics)
    {
        diagnostics = FilePlaces.Add(_draft, ClusterRules.Check(_draft));
        cluster = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? null : Drafting.Finish(_draft, diagnostics);

        return cluster is not null;
    }

    private ClusterBuilder Add(MachineRole role, string name, string address, Action<MachineBuilder>? configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        var machine = new MachineDraft(role, name, address);
        configure?.Invoke(new MachineBuilder(machine));
        _draft.Machines.Add(machine);

        return this;
    }
}
