namespace KubeHa;

/// <summary>From a draft without errors to a cluster, and back.</summary>
internal static class Drafting
{
    public static Cluster Finish(ClusterDraft draft, IReadOnlyList<Diagnostic> warnings)
    {
        var lvs = draft.Lvs!;
        var directors = draft.Prioritised().Select(entry =>
            new Director(entry.Director.Name, entry.Director.Address!, PlatformOf(entry.Director), entry.Director.Facts, entry.Priority) { SecondAddress = entry.Director.SecondAddress });

        return new Cluster
        {
            Name = draft.Name,
            Version = draft.Version!,
            ControlPlanes = [.. draft.Of(MachineRole.ControlPlane).Select(machine => new ControlPlane(machine.Name, machine.Address!, PlatformOf(machine), machine.Facts) { SecondAddress = machine.SecondAddress, Labels = [.. machine.Labels], Taints = [.. machine.Taints] })],
            EtcdMachines = [.. draft.Of(MachineRole.Etcd).Select(machine => new EtcdMachine(machine.Name, machine.Address!, PlatformOf(machine), machine.Facts) { SecondAddress = machine.SecondAddress })],
            Workers = [.. draft.Of(MachineRole.Worker).Select(machine => new Worker(machine.Name, machine.Address!, PlatformOf(machine), machine.Facts) { SecondAddress = machine.SecondAddress, Labels = [.. machine.Labels], Taints = [.. machine.Taints] })],
            Clients = [.. draft.Of(MachineRole.Client).Select(machine => new Client(machine.Name, machine.Address!, PlatformOf(machine), machine.Facts) { SecondAddress = machine.SecondAddress })],
            LvsPair = new LvsPair
            {
                Directors = [.. directors],
                VirtualRouterId = lvs.VirtualRouterId,
                Vrrp = lvs.Vrrp,
                HealthCheck = lvs.HealthCheck,
                Scheduler = lvs.Scheduler,
                Forwarding = lvs.Forwarding,
                MulticastAdverts = lvs.MulticastAdverts,
                Ipvs = lvs.Ipvs,
            },
            Endpoint = new ApiEndpoint(draft.EffectiveEndpointName, lvs.VirtualAddress!, draft.EndpointPort, draft.EndpointInHostsFile) { ApiServerPort = draft.ApiServerPort ?? draft.EndpointPort, SecondVirtualAddress = lvs.SecondVirtualAddress },
            Etcd = draft.Etcd,
            Runtime = draft.Runtime,
            Network = new ClusterNetwork(draft.Pods!.Value, draft.Services!.Value, draft.DnsDomain, draft.MachinesNetwork)
            {
                SecondPods = draft.SecondPods,
                SecondServices = draft.SecondServices,
                SecondMachines = draft.SecondMachinesNetwork,
            },
            PodNetwork = draft.PodNetwork,
            Images = draft.Images,
            Kubeadm = draft.Kubeadm,
            Kubelet = draft.Kubelet,
            KubeProxy = draft.KubeProxy,
            KernelModules = draft.KernelModules,
            Preparation = draft.Preparation,
            Warnings = warnings,
        };

        Platform PlatformOf(MachineDraft machine) => machine.Platform ?? draft.Platform;
    }

    public static ClusterDraft Draft(Cluster cluster)
    {
        var draft = new ClusterDraft(cluster.Name, cluster.Version.ToString())
        {
            Lvs = new LvsDraft
            {
                VirtualAddressText = cluster.Endpoint.VirtualAddress.ToString(),
                SecondVirtualAddressText = cluster.Endpoint.SecondVirtualAddress?.ToString(),
                VirtualRouterId = cluster.LvsPair.VirtualRouterId,
                Vrrp = cluster.LvsPair.Vrrp,
                HealthCheck = cluster.LvsPair.HealthCheck,
                Scheduler = cluster.LvsPair.Scheduler,
                Forwarding = cluster.LvsPair.Forwarding,
                MulticastAdverts = cluster.LvsPair.MulticastAdverts,
                Ipvs = cluster.LvsPair.Ipvs,
            },
            EndpointName = cluster.Endpoint.Name,
            EndpointPort = cluster.Endpoint.Port,
            EndpointInHostsFile = cluster.Endpoint.InHostsFile,
            ApiServerPort = cluster.Endpoint.ApiServerPort == cluster.Endpoint.Port ? null : cluster.Endpoint.ApiServerPort,
            Etcd = cluster.Etcd,
            Runtime = cluster.Runtime,
            Platform = cluster.Machines.GroupBy(machine => machine.Platform).MaxBy(group => group.Count())!.Key,
            PodsText = cluster.Network.PodsText,
            ServicesText = cluster.Network.ServicesText,
            DnsDomain = cluster.Network.DnsDomain,
            MachinesText = cluster.Network.MachinesText,
            PodNetwork = cluster.PodNetwork,
            Images = cluster.Images,
            Kubeadm = cluster.Kubeadm,
            Kubelet = cluster.Kubelet,
            KubeProxy = cluster.KubeProxy,
            KernelModules = cluster.KernelModules,
            Preparation = cluster.Preparation,
        };
        draft.Machines.AddRange(cluster.Machines.Select(machine => Draft(machine, draft.Platform)));

        return draft;
    }

    private static MachineDraft Draft(Machine machine, Platform usual)
    {
        var role = machine switch
        {
            Director => MachineRole.Director,
            EtcdMachine => MachineRole.Etcd,
            ControlPlane => MachineRole.ControlPlane,
            Worker => MachineRole.Worker,
            _ => MachineRole.Client,
        };
        var draft = new MachineDraft(role, machine.Name, machine.Address.ToString())
        {
            // Null where it is the usual one, so that WithPlatform reaches the machine.
            Platform = machine.Platform.Equals(usual) ? null : machine.Platform,
            Priority = (machine as Director)?.Priority,
            SecondAddressText = machine.SecondAddress?.ToString(),
        };
        draft.Learn(machine.Facts);
        draft.Labels.AddRange(machine.Labels);
        draft.Taints.AddRange(machine.Taints);

        return draft;
    }
}
