using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

/// <summary>The edges of the rules: the last value that passes and the first that does not.</summary>
public sealed class RuleTests
{
    public static TheoryData<LvsForwarding, bool> Segments => new()
    {
        { new LvsForwarding.DirectRouting(), false }, { new LvsForwarding.Masquerade(), true }, { new LvsForwarding.Tunnel(), true },
    };

    [Theory]
    [MemberData(nameof(Segments))]
    public void Only_direct_routing_wants_the_control_planes_on_the_directors_segment(LvsForwarding forwarding, bool passes)
    {
        var builder = Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(forwarding)).WithFacts("lvs01", new MachineFacts { PrefixLength = 24 })
            .Remove("master3").AddControlPlane("far", "10.9.9.9", machine => machine.WithFacts(new MachineFacts { PrefixLength = 24 }));

        Codes(builder).Should().Equal(passes ? [] : new[] { DiagnosticCodes.VirtualAddressOutsideSubnet });
        Codes(builder.WithLvsPair("192.168.99.130", _ => { })).Should().Equal([DiagnosticCodes.VirtualAddressOutsideSubnet], "the directors must have the address in their subnet in any case");
    }

    public static TheoryData<LvsForwarding> Forwardings => [new LvsForwarding.DirectRouting(), new LvsForwarding.Masquerade(), new LvsForwarding.Tunnel()];

    [Theory]
    [MemberData(nameof(Forwardings))]
    public void A_director_is_no_control_plane_whatever_the_way(LvsForwarding forwarding)
    {
        var found = Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(forwarding).AddDirector("master", "192.168.33.11")).Diagnose();

        found.Should().Contain(diagnostic => diagnostic.Code == DiagnosticCodes.DirectorIsControlPlane);
    }

    [Theory]
    [InlineData(60, 1, true)]
    [InlineData(2678400, 2678400, true)]
    [InlineData(59, 1, false)]
    [InlineData(2678401, 1, false)]
    [InlineData(60.5, 1, false)]
    [InlineData(60, 0, false)]
    [InlineData(60, -1, false)]
    [InlineData(60, 1.5, false)]
    public void Timeouts_of_IPVS_are_whole_seconds_that_no_living_connection_is_shorter_than(double tcp, double fin, bool passes) =>
        Codes(Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithIpvs(new IpvsSettings { TcpTimeout = TimeSpan.FromSeconds(tcp), TcpFinTimeout = TimeSpan.FromSeconds(fin) })))
            .Should().Equal(passes ? [] : new[] { DiagnosticCodes.IpvsTimeoutOutOfRange });

    [Theory]
    [InlineData("1.3.5", true, false)]
    [InlineData("1.4.5", true, false)]
    [InlineData("2.0", true, true)]
    [InlineData("1.3.5", false, true)]
    public void An_old_keepalived_takes_no_parts_of_a_second(string version, bool fast, bool passes)
    {
        var builder = Reference.Builder().WithFacts("lvs02", new MachineFacts { Keepalived = Version.Parse(version) })
            .WithLvsPair("192.168.33.130", lvs => lvs.WithVrrp(VrrpSettings.Compatible).WithHealthCheck(fast ? HealthCheckSettings.Fast : HealthCheckSettings.Default));

        Codes(builder).Should().Equal(passes ? [] : new[] { DiagnosticCodes.KeepalivedWantsWholeSeconds });
    }

    [Theory]
    [InlineData("1.4.5", 3, false)]
    [InlineData("1.4.5", 2, true)]
    [InlineData("2.0.0", 3, true)]
    public void Version_3_wants_a_keepalived_that_speaks_it(string version, int vrrp, bool passes) =>
        Codes(BrokenBuilders.Vrrp(vrrp, 1).WithFacts("lvs02", new MachineFacts { Keepalived = Version.Parse(version) })).Should().Equal(passes ? [] : new[] { DiagnosticCodes.KeepalivedWithoutVrrp3 });

    [Fact]
    public void A_check_of_the_connection_alone_is_warned_of_twice_where_no_gate_helps()
    {
        var check = HealthCheckSettings.Default with { Kind = HealthCheckKind.Connect };

        Codes(BrokenBuilders.Check(check)).Should().Equal(DiagnosticCodes.HealthCheckSlow);
        Codes(BrokenBuilders.Check(check).WithLvsPair("192.168.33.130", lvs => lvs.WithForwarding(new LvsForwarding.Masquerade()))).Should().Equal(DiagnosticCodes.HealthCheckSlow, DiagnosticCodes.ConnectCheckWithoutGate);
        Codes(BrokenBuilders.Check(HealthCheckSettings.Default with { Kind = (HealthCheckKind)7 })).Should().Equal(DiagnosticCodes.HealthCheckOutOfRange);
        check.OutWhenHanging.Should().BeNull();
        (check with { Kind = HealthCheckKind.Ready }).OutWhenHanging.Should().Be(TimeSpan.FromSeconds(23));
        (check.OutWhenRefusing, check.OutWhenGone).Should().Be((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(14)));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("Node", "has the upper-case letter 'N'")]
    [InlineData("node_1", "has the character '_'")]
    [InlineData("node.1", "has the character '.'")]
    [InlineData("-node", "begins with '-'")]
    [InlineData("node-", "ends with '-'")]
    [InlineData("nöde", "has the character 'ö'")]
    [InlineData("node\n1", "has the character '\\u000a'")]
    [InlineData("node'1", "has the character '''")]
    [InlineData("12", "is all digits")]
    [InlineData("localhost", "is what every machine calls itself")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "is 64 characters long; 63 are allowed")]
    public void A_bad_machine_name_is_refused_with_the_rule_it_breaks(string name, string sentence)
    {
        var found = Reference.Builder().AddWorker(name, "192.168.33.15").Diagnose();

        found.Should().ContainSingle(diagnostic => diagnostic.Code == DiagnosticCodes.MalformedName).Which.Message.Should().Contain(sentence);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("3a")]
    [InlineData("node-1")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_good_machine_name_passes(string name) => Reference.Builder().AddWorker(name, "192.168.33.15").Diagnose().Should().BeEmpty();

    [Theory]
    [InlineData("192.168.33.130", "is an address")]
    [InlineData("fd00::1", "is an address")]
    [InlineData("api.1", "ends with a label of digits")]
    [InlineData("api.Example", "upper-case")]
    [InlineData("", "is empty")]
    [InlineData("api.example.", "empty label")]
    [InlineData("a b", "has the character ' '")]
    [InlineData("localhost", "calls itself")]
    public void A_bad_endpoint_name_is_refused(string name, string sentence) => Reference.Builder().WithEndpoint(name).Diagnose()
        .Should().ContainSingle().Which.Message.Should().Contain(sentence);

    [Theory]
    [InlineData("1")]
    [InlineData("192.168.33")]
    [InlineData("192.168.33.011")]
    [InlineData("0x7f.0.0.1")]
    [InlineData(" 192.168.33.15")]
    [InlineData("192.168.33.15/24")]
    [InlineData("192.168.33.15\n")]
    [InlineData("node4")]
    [InlineData("")]
    [InlineData("١٩٢.168.33.15")]
    [InlineData("[fd00:33::15]")]
    [InlineData("fd00:33::15%eth0")]
    [InlineData("::ffff:192.168.33.15")]
    [InlineData("fd00::5efe:a00:1")]
    [InlineData("fd00:33:::15")]
    [InlineData("fd00:33::00015")]
    public void What_only_looks_like_an_address_is_none(string address) => Codes(Reference.Builder().AddWorker("node4", address)).Should().Equal(DiagnosticCodes.MalformedAddress);

    [Theory]
    [InlineData("0.0.0.0", "this network itself")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("169.254.1.1", "link-local")]
    [InlineData("224.0.0.18", "multicast")]
    [InlineData("255.255.255.255", "reserved")]
    public void An_address_that_nobody_can_be_reached_at_is_refused(string address, string use) => Reference.Builder().AddWorker("node4", address).Diagnose()
        .Should().ContainSingle(diagnostic => diagnostic.Code == DiagnosticCodes.UnusableAddress).Which.Message.Should().Contain(use);

    [Theory]
    [InlineData("10.244.0.0", DiagnosticCodes.MalformedNetwork)]
    [InlineData("10.244.0.0/33", DiagnosticCodes.MalformedNetwork)]
    [InlineData("10.244.0.0/016", DiagnosticCodes.MalformedNetwork)]
    [InlineData("10.244.0.0/16,", DiagnosticCodes.MalformedNetwork)]
    [InlineData("10.244.0.0/16, 10.245.0.0/16", DiagnosticCodes.MalformedNetwork)]
    public void A_bad_network_is_refused(string network, string code) => Codes(Reference.Builder().WithNetwork(pods: network)).Should().Equal(code);

    [Fact]
    public void A_network_with_host_bits_is_answered_with_the_one_meant() =>
        Reference.Builder().WithNetwork(pods: "10.244.3.7/16").Diagnose().Should().ContainSingle().Which.Hint.Should().Contain("10.244.0.0/16");

    [Theory]
    [InlineData("192.168.33.129", "192.168.33.0/24", true)]
    [InlineData("192.168.34.129", "192.168.33.0/24", false)]
    [InlineData("192.168.34.129", null, true)]
    public void The_virtual_address_is_held_to_the_subnet_only_where_one_is_known(string virtualAddress, string? machines, bool passes) =>
        Codes(Reference.Builder().WithNetwork(machines: machines).WithLvsPair(virtualAddress, _ => { }))
            .Should().Equal(passes ? [] : [DiagnosticCodes.VirtualAddressOutsideSubnet]);

    [Fact]
    public void The_virtual_address_must_be_in_the_control_planes_subnet_too() =>
        Reference.Builder().WithFacts("master2", new MachineFacts { PrefixLength = 28 }).Diagnose()
            .Should().ContainSingle().Which.Message.Should().Contain("outside 192.168.33.0/28, the subnet of 'master2'");

    [Fact]
    public void A_subnet_that_only_facts_know_may_not_overlap_the_pods()
    {
        var found = Reference.Builder().WithNetwork(pods: "192.168.0.0/19").WithFacts("node1", new MachineFacts { PrefixLength = 16 }).Diagnose();

        found.Should().ContainSingle().Which.Code.Should().Be(DiagnosticCodes.NetworksOverlap);
    }

    [Theory]
    [InlineData("master", "192.168.33.140")]
    [InlineData("lvs03", "192.168.33.11")]
    public void A_director_that_is_a_control_plane_by_name_or_address_is_called_that(string name, string address) =>
        Codes(Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.AddDirector(name, address))).Should().Equal(DiagnosticCodes.DirectorIsControlPlane);

    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(2, 255, true)]
    [InlineData(2, 256, false)]
    [InlineData(2, 0, false)]
    [InlineData(2, 1.5, false)]
    [InlineData(3, 0.01, true)]
    [InlineData(3, 40.95, true)]
    [InlineData(3, 40.96, false)]
    [InlineData(3, 0, false)]
    [InlineData(3, 0.015, false)]
    [InlineData(3, -1, false)]
    public void An_advert_interval_passes_when_keepalived_takes_it_as_it_is(int version, double seconds, bool passes) =>
        Codes(BrokenBuilders.Vrrp(version, seconds)).Should().Equal(passes ? [] : [DiagnosticCodes.AdvertIntervalAdjusted]);

    [Theory]
    [InlineData(100, true)]
    [InlineData(99, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(60001, false)]
    [InlineData(0.5, false)]
    public void Times_of_the_health_check_have_bounds(double milliseconds, bool passes)
    {
        var time = TimeSpan.FromMicroseconds(milliseconds * 1000);

        foreach (var settings in new[]
        {
            HealthCheckSettings.Default with { Interval = time }, HealthCheckSettings.Default with { RetryDelay = time }, HealthCheckSettings.Default with { ConnectTimeout = time },
        })
        {
            Codes(BrokenBuilders.Check(settings)).Should().Equal(passes ? [] : [DiagnosticCodes.HealthCheckOutOfRange]);
        }
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.244.0.0/16", false)]
    [InlineData("172.16.0.0/12", "10.244.0.0/16", true)]
    [InlineData("10.96.0.0/28", "10.244.0.0/16", true)]
    [InlineData("172.16.0.0/11", "10.244.0.0/16", false)]
    [InlineData("10.96.0.0/12", "11.0.0.0/8", true)]
    [InlineData("172.16.0.0/12", "10.0.0.0/7", false)]
    public void Sizes_of_networks_have_bounds(string services, string pods, bool passes) =>
        Reference.Builder().WithNetwork(pods, services).TryBuild(out _, out _).Should().Be(passes);

    [Theory]
    [InlineData("/var/lib/etcd", true)]
    [InlineData("/", false)]
    [InlineData("/var/../etc", false)]
    [InlineData("/var//lib", false)]
    [InlineData("/var/lib/", false)]
    [InlineData("/var/lib etcd", false)]
    [InlineData("/var/$(reboot)", false)]
    [InlineData("/var/lib\n", false)]
    [InlineData("", false)]
    public void A_path_is_absolute_and_plain(string path, bool passes)
    {
        ClusterBuilder[] builders =
        [
            Reference.Builder().WithEtcd(new EtcdTopology.Stacked { DataDirectory = path }),
            Reference.Builder().WithImages(new ImageSource.Archives(path)),
            Reference.Builder().WithRuntime(new ContainerRuntime.Containerd("1.6.20") { CniBinaryDirectory = path }),
        ];

        builders.Should().OnlyContain(builder => Codes(builder).SequenceEqual(passes ? Array.Empty<string>() : new[] { DiagnosticCodes.MalformedPath }));
    }

    [Theory]
    [InlineData("registry.example:5000/k8s", true)]
    [InlineData("registry", true)]
    [InlineData("registry.example/k8s:v1", false)]
    [InlineData("registry.example//k8s", false)]
    [InlineData("registry.example/", false)]
    [InlineData("Registry.example", false)]
    [InlineData("registry.example/k8s\"", false)]
    [InlineData("", false)]
    public void An_image_repository_is_plain(string repository, bool passes) =>
        Codes(Reference.Builder().WithImages(new ImageSource.Registry(repository))).Should().Equal(passes ? [] : [DiagnosticCodes.MalformedImageRepository]);

    /// <summary>int.TryParse forgives NULs behind a number.</summary>
    [Fact]
    public void Numbers_are_digits_and_nothing_behind_them()
    {
        new ClusterBuilder("reference", "1.20.2\0").Diagnose().Should().Contain(diagnostic => diagnostic.Path == "kubernetesVersion");
        Reference.Builder().AddWorker("node9", "192.168.33.99\0").Diagnose().Should().Contain(diagnostic => diagnostic.Message.Contains("192.168.33.99", StringComparison.Ordinal));
    }

    [Fact]
    public void A_percent_sign_of_an_address_escapes_something() =>
        Reference.Builder().WithPlatform(new Platform.RedHatLike(8, new PackageMirror(new Uri("https://mirror.example/a%20b"), new Uri("https://mirror.example/a%zz")))).Diagnose()
            .Where(diagnostic => diagnostic.Code == DiagnosticCodes.MalformedMirror).Select(diagnostic => diagnostic.Path).Should().Equal("platform.packages.docker");

    [Fact]
    public void A_mirrors_password_is_refused_and_not_repeated()
    {
        var found = Reference.Builder().WithPlatform(new Platform.RedHatLike(8, new PackageMirror(new Uri("https://me:hunter2@mirror.example/k"), new Uri("packages/docker", UriKind.Relative)))).Diagnose();

        found.Select(diagnostic => diagnostic.Path).Should().Equal("platform.packages.kubernetes", "platform.packages.docker");
        string.Join('\n', found).Should().NotContain("hunter2").And.Contain("user name or password");
    }

    [Theory]
    [InlineData("1.4.0", true)]
    [InlineData("1.7.28", true)]
    [InlineData("1.3.9", false)]
    [InlineData("1.8.0", false)]
    [InlineData("3.0.0", false)]
    public void Containerd_is_rendered_from_1_4_to_1_7(string version, bool passes) =>
        Reference.Builder().WithRuntime(new ContainerRuntime.Containerd(version)).TryBuild(out _, out _).Should().Be(passes);

    [Fact]
    public void A_message_shows_hostile_text_without_its_power()
    {
        var found = Reference.Builder().AddWorker("\u001b[2J\u202e" + new string('x', 5000), "192.168.33.15").Diagnose();

        var message = found.Should().ContainSingle().Subject.ToString();
        message.Should().Contain("\\u001b[2J\\u202e").And.NotContain("\u001b").And.NotContain("\u202e");
        message.Length.Should().BeLessThan(500);
    }

    private static string[] Codes(ClusterBuilder builder) => [.. builder.Diagnose().Select(diagnostic => diagnostic.Code)];
}
