using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

public sealed class MachineRenderingTests
{
    public static TheoryData<string> Cases => [ReferenceClusters.AsPublishedName, ReferenceClusters.InTheLabName];

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_file_of_a_machine_depends_on_the_list_of_workers(string name)
    {
        var before = ReferenceClusters.Named(name);
        var after = ClusterBuilder.From(before).AddWorker("node4", "192.168.33.17").Build().Render();

        Texts(after.Where(file => file.Host != "node4")).Should().Equal(Texts(before.Render()));
        after.For("node4").Should().NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nobody_but_root_reads_a_file_with_a_secret(string name)
    {
        var secret = ReferenceClusters.Named(name).Render().Where(file => file.Content.HasSecret).ToArray();

        secret.Should().NotBeEmpty().And.OnlyContain(file => (file.Mode & ~FileModes.GroupReadable) == 0 && file.Owner == "root:root");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Keys_and_certificates_of_a_live_cluster_are_never_overwritten_and_nothing_else_is_kept(string name)
    {
        var configs = ReferenceClusters.Named(name).Render();

        configs.Where(file => file.KeepExisting).Should().OnlyContain(file => file.Path.StartsWith(FilePaths.Pki, StringComparison.Ordinal))
            .And.HaveCount(3 * 8);
        configs.Should().NotContain(file => file.Path.StartsWith(FilePaths.Pki, StringComparison.Ordinal) && !file.KeepExisting);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Texts_end_with_a_line_end_and_have_no_carriage_return(string name)
    {
        // Contents of keys and certificates are one hole.
        foreach (var file in ReferenceClusters.Named(name).Render().Where(file => !file.KeepExisting))
        {
            file.Content.ToString().Should().EndWith("\n", "of {0}", file.Path).And.NotContain("\r");
        }
    }

    [Fact]
    public void A_machines_block_of_the_hosts_file_is_the_endpoint_and_itself()
    {
        var configs = ReferenceClusters.InTheLab.Render();

        foreach (var machine in ReferenceClusters.InTheLab.Machines)
        {
            var file = configs[machine.Name, FilePaths.Hosts];
            file.Placement.Should().Be(FilePlacement.Block);
            file.Content.ToString().Should().Be($"192.168.33.130 api.reference.internal\n{machine.Address} {machine.Name}\n");
        }
    }

    [Fact]
    public void The_endpoint_can_be_left_to_the_users_DNS()
    {
        var cluster = ReferenceClusters.InTheLabBuilder().WithEndpoint(name: "api.example.com", inHostsFile: false).Build();

        cluster.Render()["node1", FilePaths.Hosts].Content.ToString().Should().Be("192.168.33.12 node1\n");
    }

    [Fact]
    public void Bridge_settings_are_written_only_where_br_netfilter_is_loaded()
    {
        var with = ReferenceClusters.AsPublished.Render();
        var without = ReferenceClusters.InTheLab.Render();

        with["node1", FilePaths.NodeSysctls].Content.ToString().Should().Contain("net.bridge.bridge-nf-call-iptables=1");
        with["node1", FilePaths.Modules].Content.ToString().Should().EndWith("overlay\nbr_netfilter\n");
        without["node1", FilePaths.NodeSysctls].Content.ToString().Should().NotContain("bridge");
        without.For("node1").Should().NotContain(file => file.Path == FilePaths.Modules);
    }

    [Fact]
    public void Only_control_planes_have_a_gate_and_a_virtual_address()
    {
        ReferenceClusters.InTheLab.Render()
            .Where(file => file.Path is FilePaths.Gate or FilePaths.GateUnit or FilePaths.Vip or FilePaths.VipUnit or FilePaths.RealServerSysctls)
            .Select(file => file.Host).Distinct().Should().BeEquivalentTo("master", "master2", "master3");
    }

    [Fact]
    public void Where_nothing_is_bound_control_planes_bear_nothing_of_the_endpoint_and_directors_masquerade()
    {
        var configs = EndpointClusters.Named(EndpointClusters.Masquerade).Render();

        configs.Should().NotContain(file => file.Path == FilePaths.Gate || file.Path == FilePaths.GateUnit || file.Path == FilePaths.Vip || file.Path == FilePaths.VipUnit || file.Path == FilePaths.RealServerSysctls);
        configs.Where(file => file.Path is FilePaths.Masquerade or FilePaths.MasqueradeUnit).Select(file => file.Host).Distinct().Should().BeEquivalentTo("lvs1", "lvs2");
        configs["lvs2", FilePaths.Masquerade].Content.ToString().Should().Contain("\nVIPS=10.0.0.100\nPORT=6443\nOWN=10.0.0.3\n");
        configs["lvs1", FilePaths.DirectorSysctls].Content.ToString().Should().Contain("net.ipv4.ip_forward=1\n").And.Contain("net.ipv4.vs.conntrack=1\n");
    }

    [Theory]
    [InlineData(FirewallSetting.LeftAlone, false, new string[0])]
    [InlineData(FirewallSetting.Firewalld, false, new[] { FilePaths.Untracked, FilePaths.UntrackedUnit })]
    [InlineData(FirewallSetting.Ufw, false, new[] { FilePaths.Untracked, FilePaths.UntrackedUnit })]
    [InlineData(FirewallSetting.Ufw, true, new[] { FilePaths.Masquerade, FilePaths.MasqueradeUnit })]
    public void A_director_has_one_rule_at_most_and_none_where_nobody_would_drop_what_is_invalid(FirewallSetting firewall, bool masquerades, string[] files)
    {
        var cluster = OtherClusters.Small("1.20.2").WithPreparation(new MachinePreparation { Firewall = firewall })
            .WithLvsPair("10.0.0.100", lvs => lvs.WithForwarding(masquerades ? new LvsForwarding.Masquerade() : new LvsForwarding.DirectRouting())).Build();
        var rules = cluster.Render().Where(file => file.Path is FilePaths.Untracked or FilePaths.UntrackedUnit or FilePaths.Masquerade or FilePaths.MasqueradeUnit).ToList();

        rules.Select(file => (file.Host, file.Path)).Should().BeEquivalentTo(files.SelectMany(path => new[] { ("lvs1", path), ("lvs2", path) }));
    }

    [Fact]
    public void Behind_a_tunnel_control_planes_have_its_end_and_workers_do_not()
    {
        var configs = EndpointClusters.Named(EndpointClusters.Tunnel).Render();

        configs["cp1", FilePaths.Modules].Content.ToString().Should().EndWith("\nipip\n");
        configs["w1", FilePaths.Modules].Content.ToString().Should().NotContain("ipip");
        configs["cp1", FilePaths.RealServerSysctls].Content.ToString().Should().EndWith("\nnet.ipv4.conf.tunl0.rp_filter=2\n");
        configs["cp1", FilePaths.Vip].Content.ToString().Should().Contain("replace 10.0.0.100/32 dev tunl0").And.NotContain("dev lo");
    }

    [Theory]
    [InlineData(3, 2, 1, 5)]
    [InlineData(1, 1, 0.5, 2)]
    [InlineData(10, 2, 2, 14)]
    public void Draining_waits_as_long_as_directors_may_take_to_drop_a_server_that_refuses(double interval, int retries, double delay, int seconds) =>
        VipFiles.DrainSeconds(new HealthCheckSettings(TimeSpan.FromSeconds(interval), retries, TimeSpan.FromSeconds(delay), TimeSpan.FromSeconds(3)))
            .Should().Be(seconds);

    [Fact]
    public void Package_repositories_are_where_packages_come_from_and_pin_them()
    {
        var configs = ReferenceClusters.AsPublished.Render();

        configs.Where(file => file.Path == FilePaths.DockerRepository).Select(file => file.Host)
            .Should().BeEquivalentTo("master", "master2", "master3", "node1", "node2", "node3");
        configs.Where(file => file.Path == FilePaths.KubernetesRepository).Select(file => file.Host)
            .Should().BeEquivalentTo("client", "master", "master2", "master3", "node1", "node2", "node3");
        configs["node1", FilePaths.KubernetesRepository].Content.ToString().Should()
            .Contain("baseurl=https://mirror.example.com/").And.Contain("exclude=kubelet kubeadm kubectl").And.Contain("gpgcheck=1");
    }

    [Fact]
    public void Docker_is_told_who_makes_cgroups_and_where_mirrors_are()
    {
        var cluster = ReferenceClusters.AsPublishedBuilder()
            .WithRuntime(new ContainerRuntime.Docker("19.03.13") { RegistryMirrors = [new Uri("https://mirror.example.com/")] }).Build();

        using var json = JsonDocument.Parse(cluster.Render()["node1", FilePaths.Docker].Content.ToString());
        json.RootElement.GetProperty("exec-opts")[0].GetString().Should().Be("native.cgroupdriver=systemd");
        json.RootElement.GetProperty("registry-mirrors")[0].GetString().Should().Be("https://mirror.example.com/");
    }

    [Theory]
    [InlineData("1.20.2", null, "k8s.gcr.io/pause:3.2")]
    [InlineData("1.21.14", null, "k8s.gcr.io/pause:3.4.1")]
    [InlineData("1.24.8", null, "k8s.gcr.io/pause:3.7")]
    [InlineData("1.24.9", null, "registry.k8s.io/pause:3.7")]
    [InlineData("1.25.0", null, "registry.k8s.io/pause:3.8")]
    [InlineData("1.34.1", null, "registry.k8s.io/pause:3.10.1")]
    [InlineData("1.20.2", "registry.example.com/k8s", "registry.example.com/k8s/pause:3.2")]
    public void The_sandbox_image_is_the_one_that_kubeadm_pulls(string version, string? repository, string image)
    {
        var cluster = new ClusterBuilder("c", version)
            .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
            .WithLvsPair("10.0.0.100", lvs => lvs.AddDirector("lvs1", "10.0.0.2", "eth0").AddDirector("lvs2", "10.0.0.3", "eth0"))
            .WithFacts("lvs1", new MachineFacts { Keepalived = new Version(2, 2, 7) })
            .WithFacts("lvs2", new MachineFacts { Keepalived = new Version(2, 2, 7) })
            .WithImages(new ImageSource.Registry(repository))
            .Build();

        cluster.Render()["cp1", FilePaths.Containerd].Content.ToString().Should()
            .Contain($"sandbox_image = \"{image}\"\n").And.Contain("disabled_plugins = []\n").And.Contain("SystemdCgroup = true\n");
    }

    private static Dictionary<(string, string), string> Texts(IEnumerable<ConfigFile> files) =>
        files.ToDictionary(file => (file.Host, file.Path), file => $"{file.Mode} {file.Owner} {file.Placement} {file.KeepExisting} {file.Content}");
}
