using System.Globalization;

namespace KubeHa.Templates.Tests;

/// <summary>The texts of facts as machines write them.</summary>
internal static class SeenTexts
{
    public const string Ca = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public const string Leases = """
        first-kube-controller-manager=master_1 2026-01-01T00:00:00.000000Z
        first-kube-scheduler=master2_2 2026-01-01T00:00:00.000000Z
        second-kube-controller-manager=master_1 2026-01-01T00:00:02.000000Z
        second-kube-scheduler=master2_2 2026-01-01T00:00:02.000000Z
        node-lease=master 2026-01-01T00:00:00.000000Z
        node-lease=master2 2025-12-31T23:59:55.000000Z
        node-lease=master3 2026-01-01T00:00:00.000000Z
        node-lease=node1 2026-01-01T00:00:00.000000Z
        node-lease=node2 2026-01-01T00:00:00.000000Z
        node-lease=node3 2026-01-01T00:00:00.000000Z
        now=1767225603
        """;

    public const string EtcdAlarms = """{"header":{"cluster_id":"9","member_id":"7","raft_term":"2"}}""";

    public const string EtcdMetrics = """
        etcd_disk_backend_commit_duration_seconds_bucket{le="0.001"} 0
        etcd_disk_backend_commit_duration_seconds_bucket{le="0.008"} 990
        etcd_disk_backend_commit_duration_seconds_bucket{le="0.032"} 1000
        etcd_disk_backend_commit_duration_seconds_bucket{le="+Inf"} 1000
        etcd_disk_wal_fsync_duration_seconds_bucket{le="0.001"} 0
        etcd_disk_wal_fsync_duration_seconds_bucket{le="0.004"} 995
        etcd_disk_wal_fsync_duration_seconds_bucket{le="0.032"} 1000
        etcd_disk_wal_fsync_duration_seconds_bucket{le="+Inf"} 1000
        etcd_server_quota_backend_bytes 2.147483648e+09
        """;

    public const string Addons = "kube-proxy=6 6\ndns=2 2";

    public const string EtcdStatus = """{"header":{"cluster_id":"9","member_id":"7","raft_term":"2"},"version":"3.4.13","dbSize":"20480","leader":"1001","raftIndex":"8","raftTerm":"2"}""";

    public static string Mac(Machine machine) => "02:00:00:00:00:" + machine.Address.GetAddressBytes()[3].ToString("x2", CultureInfo.InvariantCulture);

    public static string System(Cluster cluster, Machine machine, bool hasCluster, bool ownsVirtualAddress) => $"""
        hostname={machine.Name}
        machine-id=id-{machine.Name}
        uid=0
        interface=eth0
        prefix=24
        mac={Mac(machine)}
        os=debian
        os-version=12
        architecture=x86_64
        kernel=6.1.0
        swap=0
        free-etcd=20000000
        free-images=20000000
        keepalived={machine.Facts.Keepalived}
        containerd=1.6.20
        {string.Join('\n', ((string[])["kubeadm", "kubelet", "kubectl", "crictl", "curl", "openssl", "ipvsadm", "nft", "iptables", "awk", "base64", "ss"]).Select(tool => $"tool={tool}"))}
        ip-vs=yes
        {(ownsVirtualAddress ? "vip-on=eth0" : string.Empty)}
        {(hasCluster && machine is KubeHa.ControlPlane or EtcdMachine ? string.Join('\n', Marker(cluster)) : string.Empty)}
        {(hasCluster && machine is not EtcdMachine ? $"ca={Ca}" : string.Empty)}
        """;

    public static string Membership(
        Cluster cluster, Machine machine, IReadOnlyCollection<string> marks, bool ownsVirtualAddress, IEnumerable<string>? nodes,
        IEnumerable<(string Machine, bool Named, bool Served)> members)
    {
        var lines = marks.Select(mark => $"mark={mark}").ToList();
        if (marks.Count > 0)
        {
            lines.AddRange(machine switch
            {
                KubeHa.ControlPlane => [.. Marker(cluster), $"ca={Ca}"],
                EtcdMachine => Marker(cluster),
                _ => (IEnumerable<string>)[$"ca={Ca}"],
            });
        }

        if (nodes is not null)
        {
            lines.Add("serves=yes");
            lines.AddRange(nodes.Order(StringComparer.Ordinal).Select(node => $"node={node}"));
        }

        lines.AddRange(members.Select(member => "etcd=" + Member(cluster, member)).Order(StringComparer.Ordinal));
        if (ownsVirtualAddress)
        {
            lines.Add("vip=yes");
        }

        return lines.Count > 0 ? string.Join('\n', lines) : MembershipProbe.Bare;
    }

    public static string ControlPlane(Cluster cluster, Machine machine, bool live) => $"""
        {(Forwarding.Of(cluster).Device is { } device ? Gate(cluster, device, live) : "vip-bound=0")}
        {(live ? "readyz=ok" : "readyz=The connection was refused")}
        certificate=certificate-{machine.Name}
        """;

    private static string Gate(Cluster cluster, string device, bool live) => $"""
        gate={(live ? "open" : "missing")}
        gate-unit={(live ? "active" : "inactive")}
        vip-unit={(live ? "active" : "inactive")}
        {(live ? "real-server=yes" : string.Empty)}
        vip-on-{device}={(live ? PoolRules.Services(cluster).Count : 0)}
        arp-ignore={(live ? 1 : 0)}
        arp-announce={(live ? 2 : 0)}
        """;

    /// <summary>What a director without the virtual IP hears of the one that has it.</summary>
    public static string Adverts(Cluster cluster, Machine machine, IReadOnlySet<string> owners) => string.Join('\n', cluster.LvsPair.Directors
        .Where(director => director != machine && owners.Contains(director.Name))
        .Select(director => string.Create(CultureInfo.InvariantCulture, $"advert={director.Address} {cluster.LvsPair.VirtualRouterId} {director.Priority} 3")));

    public static string Readiness(Cluster cluster, ConfigSet configs, Machine machine) => string.Join('\n',
    [
        .. KubeHa.Templates.Readiness.Units(cluster, machine).Select(unit => $"unit={unit} enabled active"),
        .. KubeHa.Templates.Readiness.Readers(cluster, machine).Select(reader => $"has-read={reader.Unit}"),
        .. KubeHa.Templates.Readiness.Modules(cluster, machine).Select(module => $"module={module}"),
        .. KubeHa.Templates.Readiness.Settings(configs, machine).SelectMany(setting => new[] { $"sysctl={setting.Key} {setting.Value}", $"set={setting.File}:{setting.Key}={setting.Value}" }),
    ]);

    public static string Files(ConfigSet configs, Machine machine) => string.Join('\n', configs.For(machine.Name).Where(file => file.Placement != FilePlacement.Transient).SelectMany(file => new[]
    {
        $"stat={Convert.ToString((int)file.Mode, 8)} {file.Owner} regular file {file.Path}",
        ManagedText.IsCompared(file) ? $"sum={ManagedText.Expected(file)}  {file.Path}" : string.Empty,
    }).Append("looked=private"));

    public static string Nodes(IEnumerable<string> nodes) => string.Join('\n', nodes.Select((node, i) => $"{node} True 10.244.{i}.0/24 v1.20.2"));

    public static string EtcdMembers(Cluster cluster, IEnumerable<(string Machine, bool Named, bool Served)> members) =>
        """{"header":{"cluster_id":"9","member_id":"7","raft_term":"2"},"members":[""" + string.Join(',', members.Select(member => Member(cluster, member))) + "]}";

    private static IEnumerable<string> Marker(Cluster cluster) => [$"marker-name={cluster.Name}", $"marker-endpoint={cluster.Endpoint.HostAndPort}", $"marker-ca={Ca}"];

    private static string Member(Cluster cluster, (string Machine, bool Named, bool Served) member)
    {
        var machine = cluster.Machines.Single(known => known.Name == member.Machine);
        var name = member.Named ? $"\"name\":\"{machine.Name}\"," : string.Empty;
        var clients = member.Served ? $",\"clientURLs\":[\"https://{machine.Address}:2379\"]" : string.Empty;
        return $"{{\"ID\":\"{Id(machine)}\",{name}\"peerURLs\":[\"https://{machine.Address}:2380\"]{clients}}}";
    }

    /// <summary>Bigger than a double can hold exactly, as real ones are.</summary>
    public static string Id(Machine machine) => (9007199254740993UL + machine.Address.GetAddressBytes()[3]).ToString(CultureInfo.InvariantCulture);

    public static string VirtualAddress(IReadOnlySet<string> owners) =>
        owners.Count == 0 ? "answers=no\nmac=" : $"answers=yes\nmac={Mac(ReferenceClusters.InTheLab.Machines.Single(machine => machine.Name == owners.First()))}";

    public static string Table(Cluster cluster, IEnumerable<string> live) => string.Join('\n', live
        .Select(name => cluster.ControlPlanes.Single(machine => machine.Name == name))
        .SelectMany(machine => PoolRules.Services(cluster).Select(service =>
            $"-a -t {service.Text} -r {service.ServerOf(machine)} {Forwarding.Of(cluster).Flag} -w 1{(Forwarding.Of(cluster).Flag == "-i" ? " --tun-type ipip" : string.Empty)}"))
        .Concat(PoolRules.Services(cluster).Select(service => $"-A -t {service.Text} -s wlc")));

    public static string Connections(IEnumerable<string> live) => string.Join('\n', live.Select(name => $"connection=certificate-{name}"));

    public static string ClientNodes(Cluster cluster, IEnumerable<string> nodes) =>
        string.Join('\n', nodes.Select(node => $"node={node}").Prepend($"server=https://{cluster.Endpoint.HostAndPort}"));

    public static string Heard(Cluster cluster) => string.Join('\n', cluster.ControlPlanes.SelectMany(machine =>
        new[] { "services", "pods", "endpoints", "endpointslices" }.Select(resource => $"{PoolRules.ServerOf(cluster, machine)} {resource} heard=0")));

    public static string Workload(List<string> nodes) => string.Join('\n', nodes.SelectMany(node =>
        nodes.Select((_, i) => $"{node} reached=10.244.{i}.2").Append($"{node} reached=10.96.0.9").Append($"{node} logs=ok")));
}
