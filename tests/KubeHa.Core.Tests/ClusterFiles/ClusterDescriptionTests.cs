using System.Reflection;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

/// <summary>What the builder can say, a file can: whoever adds a setting is told here that the file lacks it.</summary>
public sealed class ClusterDescriptionTests
{
    // Where each method of the builders is in the file. A path of "" says: this is no setting.
    private static readonly Dictionary<string, string> Methods = new()
    {
        ["ClusterBuilder.AddControlPlane"] = "controlPlanes",
        ["ClusterBuilder.AddEtcdMachine"] = "etcdMachines",
        ["ClusterBuilder.AddWorker"] = "workers",
        ["ClusterBuilder.AddClient"] = "clients",
        ["ClusterBuilder.Remove"] = string.Empty,
        ["ClusterBuilder.WithLvsPair"] = "lvsPair",
        ["ClusterBuilder.WithEndpoint"] = "endpoint",
        ["ClusterBuilder.WithEtcd"] = "etcd",
        ["ClusterBuilder.WithRuntime"] = "runtime",
        ["ClusterBuilder.WithPlatform"] = "platform",
        ["ClusterBuilder.WithNetwork"] = "network",
        ["ClusterBuilder.WithPodNetwork"] = "podNetwork",
        ["ClusterBuilder.WithImages"] = "images",
        ["ClusterBuilder.WithKubeadm"] = "kubeadm",
        ["ClusterBuilder.WithKubelet"] = "kubelet",
        ["ClusterBuilder.WithKubeProxy"] = "kubeProxy",
        ["ClusterBuilder.WithKernelModules"] = "kernelModules",
        ["ClusterBuilder.WithPreparation"] = "preparation",
        ["ClusterBuilder.WithFacts"] = "workers.facts",
        ["ClusterBuilder.Build"] = string.Empty,
        ["ClusterBuilder.TryBuild"] = string.Empty,
        ["LvsPairBuilder.AddDirector"] = "lvsPair.directors",
        ["LvsPairBuilder.WithSecondVirtualAddress"] = "lvsPair.secondVirtualAddress",
        ["LvsPairBuilder.WithPriority"] = "lvsPair.directors.priority",
        ["LvsPairBuilder.WithVrrp"] = "lvsPair.vrrp",
        ["LvsPairBuilder.WithHealthCheck"] = "lvsPair.healthCheck",
        ["LvsPairBuilder.WithFastFailover"] = "lvsPair.vrrp",
        ["LvsPairBuilder.WithVirtualRouterId"] = "lvsPair.virtualRouterId",
        ["LvsPairBuilder.WithForwarding"] = "lvsPair.forwarding",
        ["LvsPairBuilder.WithMulticastAdverts"] = "lvsPair.multicastAdverts",
        ["LvsPairBuilder.WithIpvs"] = "lvsPair.ipvs",
        ["LvsPairBuilder.WithScheduler"] = "lvsPair.scheduler",
        ["MachineBuilder.WithSecondAddress"] = "workers.secondAddress",
        ["MachineBuilder.WithPlatform"] = "workers.platform",
        ["MachineBuilder.WithLabel"] = "workers.labels",
        ["MachineBuilder.WithTaint"] = "workers.taints",
        ["MachineBuilder.WithFacts"] = "workers.facts",
    };

    // Where parts of the model are whose keys are not those of a type of their own.
    private static readonly Dictionary<Type, string> Groups = new()
    {
        [typeof(Cluster)] = string.Empty, [typeof(ApiEndpoint)] = "endpoint", [typeof(ClusterNetwork)] = "network", [typeof(LvsPair)] = "lvsPair",
        [typeof(Director)] = "lvsPair.directors", [typeof(ControlPlane)] = "controlPlanes", [typeof(EtcdMachine)] = "etcdMachines", [typeof(Worker)] = "workers", [typeof(Client)] = "clients",
    };

    // Properties that have another name in the file, or follow from others ("").
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["Cluster.Version"] = "kubernetesVersion", ["Cluster.Warnings"] = string.Empty, ["Cluster.Nodes"] = string.Empty, ["Cluster.Machines"] = string.Empty,
        ["ApiEndpoint.VirtualAddress"] = "lvsPair.virtualAddress", ["ApiEndpoint.SecondVirtualAddress"] = "lvsPair.secondVirtualAddress", ["ApiEndpoint.HostAndPort"] = string.Empty, ["Machine.Target"] = string.Empty,
        ["Machine.SecondAddress"] = "workers.secondAddress", ["ClusterNetwork.SecondPods"] = "network.pods", ["ClusterNetwork.SecondServices"] = "network.services",
        ["ClusterNetwork.SecondMachines"] = "network.machines",
        ["Machine.Labels"] = "workers.labels", ["Machine.Taints"] = "workers.taints",
    };

    private static readonly FilePart.Mapping Root = ClusterDescription.Root.DescribeMapping();

    [Fact]
    public void Every_method_of_the_builders_is_in_the_file()
    {
        var methods = new[] { typeof(ClusterBuilder), typeof(LvsPairBuilder), typeof(MachineBuilder) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => $"{type.Name}.{method.Name}")).Distinct().ToArray();

        methods.Where(method => !Methods.ContainsKey(method)).Select(method => $"{method} is not in the cluster file").Should().BeEmpty();
        Methods.Keys.Except(methods).Should().BeEmpty("what is gone needs no entry");
        Methods.Where(entry => entry.Value.Length > 0 && !Has(entry.Value)).Select(entry => $"{entry.Key}: {entry.Value} is not in the cluster file").Should().BeEmpty();
    }

    [Fact]
    public void Every_property_of_the_model_is_in_the_file()
    {
        Missing().Should().BeEmpty();
        Reachable().Should().Contain([
            typeof(MachineFacts), typeof(VrrpSettings), typeof(HealthCheckSettings), typeof(KubeadmSettings), typeof(KubeletSettings), typeof(KubeProxySettings),
            typeof(PackageMirror), typeof(ContainerRuntime.Docker), typeof(ContainerRuntime.Containerd), typeof(Platform.RedHatLike), typeof(ImageSource.Archives), typeof(EtcdTopology.Stacked), typeof(EtcdTopology.External), typeof(EtcdTopology.ExternalEndpoints)]);
    }

    [Fact]
    public void No_key_and_no_name_of_a_mapping_means_two_things()
    {
        foreach (var mapping in Mappings(Root))
        {
            mapping.Rows.Select(row => row.Key).Should().OnlyHaveUniqueItems();
            mapping.Rows.Where(row => !FileLoader.IsWord(row.Key) || !row.Meaning.EndsWith('.')).Should().BeEmpty();
        }

        Mappings(Root).Where(mapping => mapping.Name is not null).GroupBy(mapping => mapping.Name)
            .Should().OnlyContain(same => same.Select(mapping => string.Join(' ', mapping.Rows.Select(row => row.Key))).Distinct().Count() == 1);
    }

    private static IEnumerable<string> Missing()
    {
        var described = Mappings(Root).ToLookup(mapping => mapping.Model);
        foreach (var type in Reachable())
        {
            var keys = Groups.TryGetValue(type, out var group) ? Keys(group) : described[type].SelectMany(mapping => mapping.Rows.Select(row => row.Key)).ToHashSet();
            if (group is null && !described.Contains(type))
            {
                yield return $"{type.Name} is not in the cluster file";
            }

            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => group is not null || property.SetMethod is { IsPublic: true }))
            {
                var name = $"{property.DeclaringType!.Name}.{property.Name}";
                var inFile = Elsewhere.TryGetValue(name, out var path) ? path.Length == 0 || Has(path) : keys.Contains(char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
                if (!inFile)
                {
                    yield return $"{name} is not in the cluster file";
                }
            }
        }
    }

    /// <summary>Every type of ours that a cluster is made of; of a union its cases.</summary>
    private static HashSet<Type> Reachable()
    {
        var (found, open) = (new HashSet<Type>(), new Queue<Type>([typeof(Cluster)]));
        while (open.TryDequeue(out var type))
        {
            var inner = type.IsGenericType ? type.GetGenericArguments()[0] : type;
            var ours = inner.Assembly == typeof(Cluster).Assembly && inner.IsClass && inner != typeof(Diagnostic) && inner != typeof(Target) && inner != typeof(KubernetesVersion);
            if (ours && inner.IsAbstract)
            {
                foreach (var nested in inner.Assembly.GetTypes().Where(nested => nested.BaseType == inner))
                {
                    open.Enqueue(nested);
                }
            }
            else if (ours && found.Add(inner))
            {
                foreach (var property in inner.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    open.Enqueue(property.PropertyType);
                }
            }
        }

        return found;
    }

    private static IEnumerable<FilePart.Mapping> Mappings(FilePart part) => part switch
    {
        FilePart.Mapping mapping => mapping.Rows.SelectMany(row => Mappings(row.Part)).Prepend(mapping),
        FilePart.List list => Mappings(list.Item),
        FilePart.Union union => union.Cases.SelectMany(known => Mappings(known.Mapping)),
        _ => [],
    };

    private static bool Has(string path) => Keys(path[..Math.Max(0, path.LastIndexOf('.'))]).Contains(path[(path.LastIndexOf('.') + 1)..]);

    private static HashSet<string> Keys(string path)
    {
        FilePart part = Root;
        foreach (var key in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            part = ((FilePart.Mapping)part).Rows.FirstOrDefault(row => row.Key == key)?.Part ?? new FilePart.Mapping(null, typeof(object), []);
            part = part is FilePart.List list ? list.Item : part;
        }

        return part is FilePart.Mapping mapping ? [.. mapping.Rows.Select(row => row.Key)] : [];
    }
}
