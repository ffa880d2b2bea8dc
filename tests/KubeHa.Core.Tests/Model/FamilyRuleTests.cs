using System.Net;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class FamilyRuleTests
{
    [Fact]
    public void A_cluster_may_be_of_IPv6_alone() => Reference.Ipv6().Diagnose().Should().BeEmpty();

    [Theory]
    [InlineData("1.20.2")]
    [InlineData("1.37.1")]
    public void Pods_and_services_may_have_both_families(string version) => Reference.DualStack(version).Diagnose().Should().BeEmpty();

    [Fact]
    public void A_cluster_of_IPv6_may_have_IPv4_second() => Codes(Reference.Ipv6().WithNetwork(pods: "fd00:10:244::/56,10.244.0.0/16", services: "fd00:10:96::/112")
            .Remove("node1").Remove("node2").Remove("node3"))
        .Should().Equal(DiagnosticCodes.DualStackIncomplete, DiagnosticCodes.DualStackIncomplete, DiagnosticCodes.DualStackIncomplete);

    [Fact]
    public void Dual_stack_before_1_20_is_refused() => Codes(Reference.DualStack("1.19.16")).Should().Equal(DiagnosticCodes.SettingNotInVersion);

    [Fact]
    public void Services_of_two_families_need_pods_of_two() =>
        Codes(Reference.Builder().WithNetwork(services: "10.96.0.0/16,fd00:10:96::/112")).Should().Equal(DiagnosticCodes.DualStackIncomplete);

    [Theory]
    [InlineData("10.244.0.0/16,10.245.0.0/16", "10.96.0.0/16", null)]
    [InlineData("10.244.0.0/16,fd00:10:244::/56", "10.96.0.0/16,10.97.0.0/16", null)]
    [InlineData("10.244.0.0/16,fd00:10:244::/56", "10.96.0.0/16", "192.168.33.0/24,192.168.34.0/24")]
    public void A_second_network_is_of_the_other_family(string pods, string services, string? machines) =>
        Codes(Reference.DualStack().WithNetwork(pods: pods, services: services, machines: machines)).Should().Contain(DiagnosticCodes.SecondOfSameFamily);

    [Theory]
    [InlineData("fd00:10:96::/107", DiagnosticCodes.ServiceNetworkSize)]
    [InlineData("fd00:10:96::/108", null)]
    [InlineData("fd00:10:96::/124", null)]
    [InlineData("fd00:10:96::/125", DiagnosticCodes.ServiceNetworkSize)]
    public void The_services_network_has_its_sizes_in_IPv6_too(string services, string? code) =>
        Codes(Reference.Ipv6().WithNetwork(pods: "fd00:10:244::/56", services: services)).Should().Equal(code is null ? [] : [code]);

    [Theory]
    [InlineData("fd00:10:240::/47", DiagnosticCodes.PodNetworkSize)]
    [InlineData("fd00:10:244::/48", null)]
    [InlineData("fd00:10:244::/61", null)]
    [InlineData("fd00:10:244::/62", DiagnosticCodes.TooFewPodRanges)]
    [InlineData("fd00:10:244::/64", DiagnosticCodes.TooFewPodRanges)]
    [InlineData("fd00:10:244::/65", DiagnosticCodes.PodNetworkSize)]
    public void The_pods_network_has_its_sizes_in_IPv6_too(string pods, string? code) =>
        Codes(Reference.Ipv6().WithNetwork(pods: pods, services: "fd00:10:96::/112")).Should().Equal(code is null ? [] : [code]);

    [Theory]
    [InlineData("fe80::4", "link-local")]
    [InlineData("ff02::12", "multicast")]
    [InlineData("::1", "reserved")]
    public void An_IPv6_address_that_nobody_can_be_reached_at_is_refused(string address, string use) => Reference.Ipv6().AddWorker("node4", address).Diagnose()
        .Should().ContainSingle(diagnostic => diagnostic.Code == DiagnosticCodes.UnusableAddress).Which.Message.Should().Contain(use);

    [Theory]
    [InlineData("fd00:33::", DiagnosticCodes.SubnetAddress)]
    [InlineData("fd00:33::ffff:ffff:ffff:ffff", null)]
    [InlineData("fd00:34::1", DiagnosticCodes.MachineOutsideNetwork)]
    public void Only_the_first_address_of_an_IPv6_subnet_is_no_hosts(string address, string? code) =>
        Codes(Reference.Ipv6().WithNetwork(pods: "fd00:10:244::/56", services: "fd00:10:96::/112", machines: "fd00:33::/64").AddWorker("node4", address)).Should().Equal(code is null ? [] : [code]);

    [Fact]
    public void One_address_in_two_spellings_is_one_address() => Reference.Ipv6().AddWorker("node4", "FD00:0033:0:0::14").Diagnose()
        .Should().ContainSingle().Which.Code.Should().Be(DiagnosticCodes.DuplicateAddress);

    [Fact]
    public void A_second_address_is_nobody_elses() => Reference.DualStack().AddWorker("node4", "192.168.33.15", node => node.WithSecondAddress("fd00:33::12")).Diagnose()
        .Should().ContainSingle().Which.Path.Should().Be("workers[1].secondAddress");

    [Fact]
    public void What_directors_cannot_do_over_IPv6_is_said_all_at_once()
    {
        var found = Reference.Ipv6().WithLvsPair("fd00:33::64", lvs => lvs.WithForwarding(new LvsForwarding.Tunnel()).WithMulticastAdverts().WithVrrp(VrrpSettings.Compatible))
            .WithFacts("lvs01", new MachineFacts { Keepalived = new Version(1, 3, 5) }).Diagnose();

        found.Where(diagnostic => diagnostic.Code == DiagnosticCodes.NotOverIpv6).Select(diagnostic => diagnostic.Path)
            .Should().Equal("lvsPair.forwarding", "lvsPair.multicastAdverts", "lvsPair.vrrp.version", "lvsPair.virtualAddress");
    }

    [Fact]
    public void An_endpoint_may_have_an_address_of_each_family() => Reference.TwoVirtualAddresses().Diagnose().Should().BeEmpty();

    [Fact]
    public void A_second_virtual_address_needs_second_addresses_of_directors_and_control_planes_alone() =>
        Reference.Builder().WithLvsPair("192.168.33.130", lvs => lvs.WithSecondVirtualAddress("fd00:33::64")).Diagnose().Should().OnlyContain(diagnostic => diagnostic.Code == DiagnosticCodes.DualStackIncomplete)
            .And.Subject.Select(diagnostic => diagnostic.Path).Should().BeEquivalentTo(
                "controlPlanes[0].secondAddress", "controlPlanes[1].secondAddress", "controlPlanes[2].secondAddress", "lvsPair.directors[0].secondAddress", "lvsPair.directors[1].secondAddress");

    [Theory]
    [InlineData("fd00:10:244::/56", null)]
    [InlineData("fd00:10:245::/56", DiagnosticCodes.PodNetworkDiffers)]
    public void A_plugins_second_network_is_held_to_the_pods(string network, string? code) => Codes(Reference.DualStack().WithPodNetwork(new PodNetworkManifest.Text($$"""
            apiVersion: v1
            kind: ConfigMap
            data:
              net-conf.json: '{ "Network": "10.244.0.0/16", "EnableIPv6": true, "IPv6Network": "{{network}}" }'
            """)))
        .Should().Equal(code is null ? [] : [code]);

    [Theory]
    [InlineData("https://[fd00:33::41]:2379", true)]
    [InlineData("https://[fd00:33::41]", false)]
    [InlineData("https://[fd00:33::41]:2379/[x]", false)]
    public void Etcds_endpoints_may_be_IPv6_addresses_in_brackets(string endpoint, bool passes)
    {
        var etcd = new EtcdTopology.ExternalEndpoints { Endpoints = [new Uri(endpoint)] };

        Codes(Reference.Ipv6().WithEtcd(etcd)).Contains(DiagnosticCodes.MalformedEtcdEndpoint).Should().Be(!passes);
    }

    [Theory]
    [InlineData("[::]:10249", true)]
    [InlineData("0.0.0.0:10249", true)]
    [InlineData(":::10249", false)]
    [InlineData("[0.0.0.0]:10249", false)]
    public void Kube_proxys_metrics_address_may_be_IPv6_in_brackets(string address, bool passes) =>
        Codes(Reference.Ipv6().WithKubeProxy(new KubeProxySettings { MetricsAddress = address })).Should().Equal(passes ? [] : [DiagnosticCodes.MalformedSocketAddress]);

    /// <summary>What is taken is taken as every other program understands it, and is written in one way only.</summary>
    [Fact]
    public void An_address_that_is_taken_reads_back_from_its_own_text() => Gen.Byte.Array[16].Select(bytes => new IPAddress(bytes)).Sample(address =>
    {
        var parsed = IpText.ParseAddress(address.ToString());

        return address.ToString().Contains('.', StringComparison.Ordinal) ? parsed is null : address.Equals(parsed) && IpText.ParseAddress(parsed.ToString().ToUpperInvariant())!.Equals(address);
    });

    [Fact]
    public void Any_text_is_taken_only_where_it_is_an_address() => Gen.String[Gen.Char["0123456789abcdefABCDEFg:.%[]/ "], 0, 45].Sample(text =>
        IpText.ParseAddress(text) is not { } address || (IPAddress.TryParse(text, out var known) && known.Equals(address)));

    [Fact]
    public void The_network_of_an_address_holds_it_and_ends_where_it_ends() => Gen.Select(Gen.Byte.Array[16], Gen.Int[0, 128], Gen.Bool).Sample((bytes, length, four) =>
    {
        var address = new IPAddress(four ? bytes[..4] : bytes);
        var network = IpText.NetworkOf(address, Math.Min(length, address.Bits()));
        var end = IpText.EndOf(network);

        return network.Contains(address) && network.Contains(end) && IpText.NetworkOf(end, network.PrefixLength).Equals(network)
            && (network.PrefixLength == address.Bits() || !end.Equals(network.BaseAddress));
    });

    private static IEnumerable<string> Codes(ClusterBuilder builder) => builder.Diagnose().Select(diagnostic => diagnostic.Code);
}
