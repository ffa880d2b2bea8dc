using System.Net;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class BuilderTests
{
    [Fact]
    public void The_reference_cluster_builds_without_a_word()
    {
        var cluster = Reference.Builder().Build();

        cluster.Warnings.Should().BeEmpty();
        cluster.Version.ToString().Should().Be("v1.20.2");
        cluster.Machines.Select(machine => machine.ToString()).Should().Equal(
            "lvs01 (192.168.33.132)", "lvs02 (192.168.33.133)",
            "master (192.168.33.11)", "master2 (192.168.33.10)", "master3 (192.168.33.9)",
            "node1 (192.168.33.12)", "node2 (192.168.33.13)", "node3 (192.168.33.14)", "client (192.168.33.131)");
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var cluster = Reference.Builder().Build();

        cluster.Endpoint.Should().Be(new ApiEndpoint("api.reference.internal", IPAddress.Parse("192.168.33.130")));
        cluster.Etcd.Should().Be(new EtcdTopology.Stacked());
        cluster.Runtime.Should().Be(new ContainerRuntime.Containerd("1.6.20"));
        cluster.Network.Should().Be(new ClusterNetwork(IPNetwork.Parse("10.244.0.0/16"), IPNetwork.Parse("10.96.0.0/12"), "cluster.local", null));
        cluster.Images.Should().Be(new ImageSource.Registry());
        cluster.KernelModules.Should().Equal("overlay", "br_netfilter");
        cluster.KubeProxy.Mode.Should().Be("iptables");
        cluster.Machines.Should().OnlyContain(machine => machine.Platform == new Platform.Prepared());
        cluster.LvsPair.VirtualRouterId.Should().Be(51);
        cluster.LvsPair.Scheduler.Should().Be("wlc");
        cluster.LvsPair.Vrrp.Should().BeNull();
        cluster.LvsPair.HealthCheck.Should().Be(HealthCheckSettings.Default);
        cluster.LvsPair.Forwarding.Should().Be(new LvsForwarding.DirectRouting());
        cluster.LvsPair.MulticastAdverts.Should().BeFalse();
        cluster.LvsPair.Ipvs.Should().Be(new IpvsSettings());
        cluster.LvsPair.Directors.Select(director => director.Priority).Should().Equal(150, 140);
        cluster.LvsPair.Directors[0].Facts.Should().Be(new MachineFacts { Interface = "eth0" });
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var build = () => new ClusterBuilder("Reference", "stable")
            .AddControlPlane("master", "192.168.33.256").AddControlPlane("master", "192.168.33.10")
            .WithNetwork(pods: "10.96.0.0/16")
            .WithLvsPair("192.168.33.10", lvs => lvs.AddDirector("lvs01", "192.168.33.132"))
            .Build();

        build.Should().Throw<ClusterValidationException>().Which.Diagnostics.Select(diagnostic => diagnostic.Code).Should().BeEquivalentTo(
            DiagnosticCodes.MalformedName, DiagnosticCodes.MalformedKubernetesVersion, DiagnosticCodes.MalformedAddress, DiagnosticCodes.DuplicateName,
            DiagnosticCodes.TwoControlPlanes, DiagnosticCodes.TooFewDirectors, DiagnosticCodes.VirtualAddressIsMachine, DiagnosticCodes.NetworksOverlap);
    }

    [Fact]
    public void An_empty_builder_is_told_all_that_is_missing()
    {
        new ClusterBuilder("reference", "1.20.2").Diagnose().Select(diagnostic => diagnostic.Code).Should().BeEquivalentTo(
            DiagnosticCodes.NoControlPlane, DiagnosticCodes.NoLvsPair);
    }

    [Fact]
    public void Warnings_stay_with_the_cluster()
    {
        var built = Reference.Builder().AddControlPlane("master4", "192.168.33.8").TryBuild(out var cluster, out var diagnostics);

        built.Should().BeTrue();
        diagnostics.Should().ContainSingle().Which.Severity.Should().Be(DiagnosticSeverity.Warning);
        cluster!.Warnings.Should().Equal(diagnostics);
    }

    [Fact]
    public void A_diagnostic_says_where_what_and_what_to_do()
    {
        var found = Reference.Builder().AddWorker("node4", "192.168.33.1O").Diagnose().Should().ContainSingle().Subject;

        found.Path.Should().Be("workers[3].address");
        found.Message.Should().Be("'192.168.33.1O' is no IP address.");
        found.Hint.Should().Contain("four numbers");
        found.ToString().Should().StartWith("KHA1001 error workers[3].address: '192.168.33.1O' is no IP address. Write four");
    }

    [Fact]
    public void Facts_add_up_and_the_last_word_counts()
    {
        var cluster = Reference.Builder()
            .WithFacts("lvs01", new MachineFacts { PrefixLength = 24, Keepalived = new Version(2, 2, 7) })
            .WithFacts("lvs01", new MachineFacts { PrefixLength = 23 })
            .Build();

        cluster.LvsPair.Directors[0].Facts.Should().Be(new MachineFacts { Interface = "eth0", PrefixLength = 23, Keepalived = new Version(2, 2, 7) });
    }

    [Fact]
    public void A_machines_own_platform_stands_over_the_default()
    {
        var redHat = new Platform.RedHatLike(8, new PackageMirror(new Uri("https://mirror.example/k"), new Uri("https://mirror.example/d")));

        var cluster = Reference.Builder().WithPlatform(redHat)
            .AddWorker("node4", "192.168.33.15", machine => machine.WithPlatform(new Platform.Prepared())).Build();

        cluster.Machines.Where(machine => machine.Platform is Platform.Prepared).Should().ContainSingle().Which.Name.Should().Be("node4");
        cluster.Machines.Where(machine => machine.Platform == redHat).Should().HaveCount(9);
    }

    [Fact]
    public void The_pair_can_be_configured_further()
    {
        var cluster = Reference.Builder()
            .WithLvsPair("192.168.33.140", lvs => lvs.WithFastFailover().WithVirtualRouterId(7).WithScheduler("rr").WithPriority("lvs01", 100))
            .Build();

        cluster.Endpoint.VirtualAddress.Should().Be(IPAddress.Parse("192.168.33.140"));
        cluster.LvsPair.Vrrp.Should().Be(VrrpSettings.Fast);
        cluster.LvsPair.HealthCheck.Should().Be(HealthCheckSettings.Fast);
        cluster.LvsPair.VirtualRouterId.Should().Be(7);
        cluster.LvsPair.Scheduler.Should().Be("rr");
        cluster.LvsPair.Directors.Select(director => director.Priority).Should().Equal(100, 150);
    }

    [Fact]
    public void Removed_machines_are_gone_whatever_their_role()
    {
        var cluster = Reference.Builder().AddControlPlane("master4", "192.168.33.8")
            .Remove("master4").Remove("node2").Remove("client").Build();

        cluster.Machines.Select(machine => machine.Name).Should().Equal("lvs01", "lvs02", "master", "master2", "master3", "node1", "node3");
    }

    [Fact]
    public void A_cluster_does_not_change_with_the_lists_it_was_given()
    {
        var errors = new List<string> { "NumCPU" };
        var mirrors = new List<Uri> { new("https://mirror.example/") };
        var builder = Reference.Builder()
            .WithKubeadm(new KubeadmSettings { IgnoredPreflightErrors = errors })
            .WithRuntime(new ContainerRuntime.Docker("19.03.13") { RegistryMirrors = mirrors });
        var cluster = builder.Build();

        errors.Clear();
        mirrors.Clear();
        builder.AddWorker("node4", "192.168.33.15").Build();

        cluster.Kubeadm.IgnoredPreflightErrors.Should().Equal("NumCPU");
        cluster.Runtime.As<ContainerRuntime.Docker>().RegistryMirrors.Should().HaveCount(1);
        cluster.Workers.Should().HaveCount(3);
    }
}
