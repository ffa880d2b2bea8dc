using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class RoundTripTests
{
    private static readonly Platform RedHat =
        new Platform.RedHatLike(8, new PackageMirror(new Uri("https://mirror.example/k"), new Uri("https://mirror.example/d")));

    // Every setting differs from its default, so that a forgotten one is seen.
    internal static Cluster Rich() => Reference.Builder("1.19.3")
        .WithLvsPair("192.168.33.130", lvs => lvs
            .WithVirtualRouterId(77).WithScheduler("sh").WithVrrp(new VrrpSettings(2, TimeSpan.FromSeconds(2)))
            .WithHealthCheck(HealthCheckSettings.Fast).WithPriority("lvs01", 90).WithPriority("lvs02", 200))
        .WithEndpoint("k8s.example.org", 8443, inHostsFile: false)
        .WithEtcd(new EtcdTopology.Stacked { DataDirectory = "/data/etcd" })
        .WithRuntime(new ContainerRuntime.Docker("19.03.13") { CgroupDriver = CgroupDriver.Cgroupfs, RegistryMirrors = [new("https://mirror.example/")] })
        .WithPlatform(RedHat)
        .AddWorker("node4", "192.168.33.15", machine => machine.WithPlatform(new Platform.Prepared()))
        .AddControlPlane("master4", "192.168.33.8")
        .WithNetwork("10.32.0.0/16", "10.48.0.0/20", "k.local", "192.168.33.0/24")
        .WithImages(new ImageSource.Archives("/srv/images"))
        .WithKubeadm(new KubeadmSettings { IgnoredPreflightErrors = ["NumCPU"], InstallDns = false })
        .WithKubelet(new KubeletSettings { AllowSwap = true })
        .WithKubeProxy(new KubeProxySettings { Mode = "ipvs", LeaveConntrackAlone = true })
        .WithKernelModules("overlay", "ip_vs")
        .WithFacts("lvs02", new MachineFacts
        {
            Interface = "ens3", PrefixLength = 24, OperatingSystem = "centos", OperatingSystemVersion = "8", Architecture = "x86_64",
            Kernel = "4.18.0-348.el8.x86_64", Keepalived = new Version(2, 1, 5), Runtime = new Version(19, 3, 13),
        })
        .Build();

    [Fact]
    public void A_cluster_taken_apart_and_built_again_is_equal_in_everything()
    {
        var cluster = Rich();

        var again = ClusterBuilder.From(cluster).Build();

        again.Should().NotBeSameAs(cluster);
        foreach (var property in typeof(Cluster).GetProperties())
        {
            property.GetValue(again).Should().BeEquivalentTo(
                property.GetValue(cluster), options => options.RespectingRuntimeTypes().WithStrictOrdering().ComparingByValue<System.Net.IPNetwork>(), property.Name);
        }

        again.Warnings.Should().HaveCount(2, "four control planes and ipvs mode are worth a word");
    }

    [Fact]
    public void The_rich_cluster_differs_from_a_plain_one_in_every_property_but_its_name()
    {
        var (rich, plain) = (Rich(), Reference.Builder().Build());

        var same = typeof(Cluster).GetProperties().Where(property => property.Name is not nameof(Cluster.Name) && Equals(property.GetValue(rich), property.GetValue(plain)));

        same.Select(property => property.Name).Should().BeEmpty("the round trip proves nothing about a property left at its default");
    }

    [Fact]
    public void The_usual_platform_can_be_changed_for_all_who_share_it()
    {
        var cluster = ClusterBuilder.From(Rich()).WithPlatform(new Platform.Prepared()).Build();

        cluster.Machines.Should().OnlyContain(machine => machine.Platform is Platform.Prepared);
    }

    [Fact]
    public void Another_directors_priority_stays_when_one_is_replaced()
    {
        var cluster = ClusterBuilder.From(Reference.Builder().Build())
            .Remove("lvs01").WithLvsPair("192.168.33.130", lvs => lvs.AddDirector("lvs03", "192.168.33.134")).Build();

        cluster.LvsPair.Directors.Select(director => (director.Name, director.Priority)).Should().Equal(("lvs02", 140), ("lvs03", 150));
    }
}
