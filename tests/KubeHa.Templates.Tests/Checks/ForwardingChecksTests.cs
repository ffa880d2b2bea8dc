using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>What a verification and a preflight ask of each way of forwarding.</summary>
public sealed class ForwardingChecksTests
{
    private static readonly string[] OfBound = ["traffic-only-while-bound", "gate-open-while-bound", "endpoint-units", "silent-about-vip"];

    private static readonly string[] OfUnbound = ["traffic-only-while-ready", "no-virtual-ip-bound", "masquerade-set"];

    private static readonly Cluster Masquerade = EndpointClusters.Lab(new LvsForwarding.Masquerade());

    private static readonly Cluster Tunnel = EndpointClusters.Lab(new LvsForwarding.Tunnel());

    private static readonly Cluster TwoVirtualIps = EndpointClusters.LabTwoVirtualIps();

    private static readonly Cluster HostFirewall = ReferenceClusters.InTheLabBuilder().WithPreparation(new MachinePreparation { Firewall = FirewallSetting.Ufw }).Build();

    [Fact]
    public void A_healthy_cluster_holds_everywhere_whatever_the_way()
    {
        foreach (var (cluster, asked, notAsked) in new[] { (Masquerade, OfUnbound, OfBound), (Tunnel, OfBound, OfUnbound), (TwoVirtualIps, OfBound, OfUnbound), (HostFirewall, [.. OfBound, "untracked-set"], OfUnbound) })
        {
            var results = Judge(Converged(cluster));

            results.Should().OnlyContain(result => result.Status == CheckStatus.Holds);
            results.Select(result => result.Check).Should().Contain(asked).And.NotContain(notAsked);
        }
    }

    [Theory]
    [InlineData("masquerade-set lvs02", "lvs02", FactNames.Director, "masquerade=set", "masquerade=missing")]
    [InlineData("masquerade-set lvs02", "lvs02", FactNames.Director, "masquerade=set", "")]
    [InlineData("no-virtual-ip-bound master2", "master2", FactNames.ControlPlane, "vip-bound=0", "vip-bound=1")]
    [InlineData("no-virtual-ip-bound master2", "master2", FactNames.ControlPlane, "vip-bound=0", "")]
    [InlineData("units-enabled lvs01", "lvs01", FactNames.Readiness, "kubeha-masquerade enabled", "kubeha-masquerade disabled")]
    [InlineData("apiserver-ready master3;traffic-only-while-ready master3", "master3", FactNames.ControlPlane, "readyz=ok", "readyz=[-]etcd failed")]
    [InlineData("pool-as-modelled lvs01;directors-agree", "lvs01", FactNames.IpvsTable, "192.168.33.9:6443 -m -w 1", "192.168.33.9:6443 -g -w 1")]
    public void One_fault_of_a_masquerade_is_found(string checks, string host, string fact, string from, string to) =>
        Failing(Converged(Masquerade).But(host, fact, from, to)).Should().BeEquivalentTo(checks.Split(';'));

    [Theory]
    [InlineData("untracked-set lvs02", "lvs02", FactNames.Director, "untracked=set", "untracked=missing")]
    [InlineData("untracked-set lvs02", "lvs02", FactNames.Director, "untracked=set", "")]
    [InlineData("units-enabled lvs01", "lvs01", FactNames.Readiness, "kubeha-untracked enabled", "kubeha-untracked disabled")]
    public void One_fault_of_a_director_behind_a_firewall_is_found(string checks, string host, string fact, string from, string to) =>
        Failing(Converged(HostFirewall).But(host, fact, from, to)).Should().BeEquivalentTo(checks.Split(';'));

    [Theory]
    [InlineData("traffic-only-while-bound master3;gate-open-while-bound master3", "master3", FactNames.ControlPlane, "vip-on-tunl0=1", "vip-on-lo=1")]
    [InlineData("modules-loaded master2", "master2", FactNames.Readiness, "module=ipip", "")]
    [InlineData("sysctls-in-force master2", "master2", FactNames.Readiness, "sysctl=net.ipv4.conf.tunl0.rp_filter 2", "sysctl=net.ipv4.conf.tunl0.rp_filter 1")]
    [InlineData("pool-as-modelled lvs01;directors-agree", "lvs01", FactNames.IpvsTable, "192.168.33.9:6443 -i -w 1 --tun-type ipip", "192.168.33.9:6443 -i -w 1 --tun-type gre")]
    public void One_fault_of_a_tunnel_is_found(string checks, string host, string fact, string from, string to) =>
        Failing(Converged(Tunnel).But(host, fact, from, to)).Should().BeEquivalentTo(checks.Split(';'));

    [Fact]
    public void Directors_whose_ipvsadm_says_the_kind_of_a_tunnel_and_does_not_agree() =>
        Failing(Converged(Tunnel).But("lvs01", FactNames.IpvsTable, " --tun-type ipip", string.Empty)).Should().BeEmpty();

    [Theory]
    [InlineData("traffic-only-while-bound master3;gate-open-while-bound master3", "master3", FactNames.ControlPlane, "vip-on-lo=2", "vip-on-lo=1")]
    [InlineData("vip-on-one-director", "lvs01", FactNames.Director, "vip=2", "vip=1")]
    [InlineData("service-present lvs02;directors-agree", "lvs02", FactNames.IpvsTable, "-A -t [fd00:33::130]:6443 -s wlc", "")]
    [InlineData("pool-as-modelled lvs02;directors-agree", "lvs02", FactNames.IpvsTable, "-A -t [fd00:33::130]:6443 -s wlc", "-A -t [fd00:33::130]:6443 -s rr")]
    [InlineData("pool-complete lvs02;directors-agree", "lvs02", FactNames.IpvsTable, "-a -t [fd00:33::130]:6443 -r [fd00:33::9]:6443 -g -w 1", "")]
    [InlineData("pool-foreign lvs02;directors-agree;pool-complete lvs02", "lvs02", FactNames.IpvsTable, "-r [fd00:33::9]:6443", "-r [fd00:33::8]:6443")]
    [InlineData("pool-as-modelled lvs02;directors-agree", "lvs02", FactNames.IpvsTable, "-r [fd00:33::9]:6443 -g", "-r [fd00:33::9]:6443 -i")]
    [InlineData("every-server-answers client", "client", FactNames.SecondConnections, "connection=certificate-master2", "connection=certificate-master")]
    [InlineData("no-connection-hangs client", "client", FactNames.SecondConnections, "connection=certificate-master2", "connection=certificate-master2\nconnection=hanging")]
    public void One_fault_of_a_second_virtual_address_is_found(string checks, string host, string fact, string from, string to) =>
        Failing(Converged(TwoVirtualIps).But(host, fact, from, to)).Should().BeEquivalentTo(checks.Split(';'));

    [Fact]
    public void Somebody_else_at_the_second_virtual_address_fails_before_anything_is_changed()
    {
        var seen = new Seen(TwoVirtualIps).But("client", FactNames.SecondVirtualAddress, "answers=no\nmac=", "answers=yes\nmac=02:ff:ff:ff:ff:ff");

        TwoVirtualIps.Preflight(seen.Build()).Where(result => result.Status == CheckStatus.Fails).Should().ContainSingle().Which.ToString().Should().Contain("virtual-ip-free").And.Contain("fd00:33::130");
    }

    [Fact]
    public void A_control_plane_that_bears_the_virtual_address_where_none_does_fails_before_anything_is_changed()
    {
        var seen = new Seen(Masquerade).But("master2", FactNames.System, "ip-vs=yes", "ip-vs=yes\nvip-on=lo");

        Masquerade.Preflight(seen.Build()).Where(result => result.Status == CheckStatus.Fails).Should().ContainSingle()
            .Which.ToString().Should().Contain("virtual-ip-free").And.Contain("master2").And.NotContain("of the control planes");
    }

    [Fact]
    public void A_director_that_needs_a_rule_needs_one_of_two_tools()
    {
        var one = new Seen(Masquerade).But("lvs02", FactNames.System, "tool=nft\n", string.Empty);
        var none = new Seen(Masquerade).But("lvs02", FactNames.System, "tool=nft\ntool=iptables\n", string.Empty);

        Masquerade.Preflight(one.Build()).Should().OnlyContain(result => result.Status == CheckStatus.Holds);
        Masquerade.Preflight(none.Build()).Where(result => result.Status == CheckStatus.Fails).Should().ContainSingle().Which.ToString().Should().Contain("lvs02").And.Contain("nft or iptables");
    }

    private static Seen Converged(Cluster cluster) => new Seen(cluster).Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01");

    private static IReadOnlyList<CheckResult> Judge(Seen seen) => seen.Cluster.Verify(seen.Build());

    private static IEnumerable<string> Failing(Seen seen) => Judge(seen).Where(result => result.Status == CheckStatus.Fails).Select(result => $"{result.Check} {result.Machine}".TrimEnd());
}
