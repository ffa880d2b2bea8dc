using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class PreflightChecksTests
{
    private const string System = FactNames.System;

    [Fact]
    public void Bare_machines_pass_every_check() => Judge(Seen.Bare(), null).Should().OnlyContain(result => result.Status == CheckStatus.Holds && result.Hint.Length == 0);

    [Fact]
    public void A_running_cluster_of_ours_passes_every_check()
    {
        var results = Judge(Seen.Converged(), SeenTexts.Ca);

        results.Should().OnlyContain(result => result.Status == CheckStatus.Holds);
        results.Select(result => result.Check).Distinct().Should().BeEquivalentTo(
            "reachable", "root", "hostname-unique", "machine-id-unique", "mac-unique", "address", "clock", "tools", "ports", "disk", "ip-vs", "virtual-ip-free", "ours");
    }

    public static TheoryData<string, string, string, string, string> Faults => new()
    {
        { "root", "node1", System, "uid=0", "uid=1000" },
        { "hostname-unique", "node1", System, "hostname=node1", "hostname=node2" },
        { "machine-id-unique", "master2", System, "machine-id=id-master2", "machine-id=id-master" },
        { "mac-unique", "node3", System, "mac=02:00:00:00:00:0e", "mac=02:00:00:00:00:0d" },
        { "address", "lvs02", System, "interface=eth0", "interface=" },
        { "tools", "master3", System, "tool=kubeadm", "" },
        { "tools", "lvs01", System, "tool=ipvsadm", "" },
        { "tools", "client", System, "tool=openssl", "" },
        { "ports", "master", System, "uid=0", "uid=0\nlistens=6443 nginx" },
        { "ports", "master", System, "uid=0", "uid=0\nlistens=2379 kube-apiserver" },
        { "ports", "node1", System, "uid=0", "uid=0\nlistens=10250 nginx" },
        { "disk", "master2", System, "free-etcd=20000000", "free-etcd=2097151" },
        { "disk", "node2", System, "free-images=20000000", "free-images=" },
        { "ip-vs", "lvs01", System, "ip-vs=yes", "ip-vs=no" },
        { "virtual-ip-free", "node2", System, "ip-vs=yes", "ip-vs=yes\nvip-on=eth0" },
        { "virtual-ip-free", "lvs01", FactNames.VirtualAddress, "answers=no\nmac=", "answers=yes\nmac=02:ff:ff:ff:ff:ff" },
        { "virtual-ip-free", "client", FactNames.VirtualAddress, "answers=no\nmac=", "answers=no\nmac=02:ff:ff:ff:ff:ff" },
        { "virtual-ip-free", "client", FactNames.VirtualAddress, "answers=no\nmac=", "answers=yes\nmac=02:00:00:00:00:84" },
        { "clock", "node1", FactNames.ClockAhead, "-0.100", "2.200" },
        { "ours", "node1", System, "uid=0", "uid=0\nmarker-name=other" },
        { "ours", "master", System, "uid=0", "uid=0\nca=" + SeenTexts.Ca },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found_on_the_machine_that_has_it(string check, string machine, string fact, string from, string to)
    {
        var failing = Judge(Seen.Bare().But(machine, fact, from, to), null).Where(result => result.Status == CheckStatus.Fails).ToList();

        failing.Should().ContainSingle().Which.Check.Should().Be(check);
        failing[0].ToString().Should().Contain(machine).And.StartWith("FAILS");
        failing[0].Hint.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("listens=6443 kube-apiserver\nlistens=2379 etcd\nlistens=2380 etcd\nlistens=10250 kubelet")]
    public void Ports_of_a_cluster_of_ours_are_ours(string listens) =>
        Judge(Seen.Bare().But("master", System, "uid=0", "uid=0\n" + listens), null).Should().NotContain(result => result.Status == CheckStatus.Fails);

    [Theory]
    [InlineData("2.100", true)]
    [InlineData("2.099", true)]
    [InlineData("2.101", false)]
    public void Two_seconds_are_what_two_clocks_may_differ_for_certain(string ahead, bool passes) =>
        Judge(Seen.Bare().Instead("node1", FactNames.ClockAhead, ahead), null).Any(result => result.Check == "clock" && result.Status == CheckStatus.Fails).Should().Be(!passes);

    [Fact]
    public void A_look_that_took_long_says_nothing_against_a_clock() =>
        Judge(Seen.Bare().Instead("node1", FactNames.ClockAhead, "-30.000").Instead("node1", FactNames.ClockAheadAtMost, "30.000"), null)
            .Should().NotContain(result => result.Status == CheckStatus.Fails);

    [Fact]
    public void An_unreachable_control_plane_fails_and_an_unreachable_worker_warns()
    {
        var results = Judge(Seen.Bare().Unreachable("master2", "node1"), null).Where(result => result.Check == "reachable" && result.Status != CheckStatus.Holds);

        results.Select(result => (result.Machine, result.Status)).Should().BeEquivalentTo([("master2", CheckStatus.Fails), ("node1", CheckStatus.Warns)]);
    }

    [Fact]
    public void Swap_warns_and_says_what_becomes_of_it()
    {
        Judge(Seen.Bare().But("node1", System, "swap=0", "swap=1"), null).Single(result => result.Check == "swap").Hint.Should().Contain("kept");

        var published = new Seen(ReferenceClusters.AsPublished).But("node1", System, "swap=0", "swap=1");
        Judge(published, null).Single(result => result.Check == "swap").Hint.Should().Contain("switched off");
    }

    [Fact]
    public void A_route_that_comes_from_routers_is_told_of_before_a_node_stops_to_hear_them()
    {
        var warning = Judge(new Seen(EndpointClusters.Named(EndpointClusters.Ipv6)).But("cp1", System, "uid=0", "uid=0\nra-ignored=eth0.7"), null).Single(result => result.Check == "router-advertisements");

        warning.Status.Should().Be(CheckStatus.Warns);
        warning.Hint.Should().Contain("net.ipv6.conf.eth0/7.accept_ra=2");
    }

    [Fact]
    public void Another_cluster_s_CA_fails_where_ours_is_known()
    {
        var results = Judge(Seen.Converged().But("master3", System, "\nca=" + SeenTexts.Ca, "\nca=" + new string('b', 64)), SeenTexts.Ca);

        results.Should().ContainSingle(result => result.Status == CheckStatus.Fails).Which.ToString().Should().Contain("master3").And.Contain("bbbbbbbbbbbb");
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("abcdefabcdefa")]
    public void A_fingerprint_of_any_length_is_another_one(string fingerprint) =>
        Judge(Seen.Converged(), fingerprint).Count(result => result.Check == "ours" && result.Status == CheckStatus.Fails).Should().Be(6);

    [Fact]
    public void What_was_seen_and_what_to_do_are_two_sentences() =>
        new CheckResult("clock", "m", CheckStatus.Fails, "it is wrong", "Set it.").ToString().Should().Be("FAILS  clock [m]: it is wrong. Set it.");

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var seen = Seen.Bare();
        foreach (var (check, machine, fact, from, to) in new (string, string, string, string, string)[]
        {
            ("root", "node1", System, "uid=0", "uid=1000"),
            ("machine-id-unique", "master2", System, "machine-id=id-master2", "machine-id=id-master"),
            ("tools", "master3", System, "tool=kubeadm", ""),
            ("ip-vs", "lvs01", System, "ip-vs=yes", "ip-vs=no"),
            ("clock", "node2", FactNames.ClockAhead, "-0.100", "9"),
            ("ours", "node3", System, "uid=0", "uid=0\nmarker-name=other"),
        })
        {
            seen = seen.But(machine, fact, from, to);
        }

        Judge(seen, null).Where(result => result.Status == CheckStatus.Fails).Select(result => result.Check)
            .Should().BeEquivalentTo("root", "machine-id-unique", "tools", "ip-vs", "clock", "ours");
    }

    [Fact]
    public void A_run_for_one_machine_does_not_take_an_unseen_director_for_a_stranger()
    {
        var seen = Seen.Converged().OnlyLookedAt("node3", "master");

        ReferenceClusters.InTheLab.Preflight(seen.Build()).Should().NotContain(result => result.Check == "virtual-ip-free" && result.Status == CheckStatus.Fails);
    }

    [Fact]
    public void A_control_plane_that_answers_for_the_virtual_address_is_mended_and_no_reason_to_refuse()
    {
        var mac = FactBlock.Of(Seen.Converged().Build(), "master2", System)["mac"];
        var seen = Seen.Converged().But("client", FactNames.VirtualAddress, "mac=", $"mac={mac}\nwas=");

        // Without the address it is a stranger to it.
        Judge(seen, null).Should().ContainSingle(result => result.Check == "virtual-ip-free" && result.Status == CheckStatus.Fails);

        // Bound on its lo it is one of ours that has become loud.
        Judge(seen.But("master2", System, "uid=0", "uid=0\nvip-on=lo"), null).Should().ContainSingle(result => result.Check == "virtual-ip-free")
            .Which.Should().Match<CheckResult>(result => result.Status == CheckStatus.Warns && result.Seen.Contains("answered for by master2"));
    }

    /// <summary>Packages are installed in the model's version, which must not be another than the running cluster's; a machine that is wiped gets it anew.</summary>
    [Theory]
    [InlineData("debian-12-containerd-1.6", true, "v1.19.16", false)]
    [InlineData("debian-12-containerd-1.6", true, "v1.20.1", false)]
    [InlineData("debian-12-containerd-1.6", true, "v1.20.2", true)]
    [InlineData("debian-12-containerd-1.6", false, "v1.19.16", true)]
    [InlineData("prepared", true, "v1.19.16", true)]
    public void A_running_cluster_gets_no_packages_of_another_version(string name, bool member, string kubelet, bool passes)
    {
        var cluster = OtherClusters.Named(name);
        var (first, other) = (cluster.ControlPlanes[0].Name, cluster.ControlPlanes[1].Name);
        var seen = new Seen(cluster).Live(first).HasNode(other);
        if (member)
        {
            seen.Marks(other, "kubelet.conf");
        }

        var failing = Judge(seen.Instead(first, FactNames.Nodes, $"{first} True 10.244.0.0/24 {cluster.Version}\n{other} True 10.244.1.0/24 {kubelet}"), SeenTexts.Ca)
            .Where(result => result.Check == "kubernetes-version").ToList();

        failing.Select(result => $"{result.Machine}: {result.Seen}").Should().Equal(passes ? [] : [$"{other}: its kubelet is {kubelet}, the model says {cluster.Version}"]);
    }

    /// <summary>kubeadm would refuse the machine half-way, after everything else was prepared.</summary>
    [Theory]
    [InlineData("1.32.9", "kernel", "kernel=4.18.0-553.el8_10.x86_64", "kernel")]
    [InlineData("1.33.5", "kernel", "kernel=3.10.0", "kernel")]
    [InlineData("1.33.5", "kernel", "kernel=4.19.1", null)]
    [InlineData("1.34.1", "kernel", "kernel=4.18.0", null)]
    [InlineData("1.35.0", "cgroup", "cgroup=tmpfs", "cgroups")]
    [InlineData("1.35.0", "cgroup", "cgroup=cgroup2fs", null)]
    [InlineData("1.34.1", "cgroup", "cgroup=tmpfs", null)]
    public void A_kernel_that_kubeadm_refuses_is_refused_first(string version, string what, string said, string? check)
    {
        var cluster = OtherClusters.Small(version).Build();
        var tolerant = OtherClusters.Small(version).WithKubeadm(new KubeadmSettings { IgnoredPreflightErrors = ["SystemVerification"] }).Build();

        Failing(cluster).Should().Equal(check is null ? [] : [$"{check} w1"], what);
        Failing(tolerant).Should().BeEmpty();

        IEnumerable<string> Failing(Cluster judged) => Judge(new Seen(judged).But("w1", System, what == "kernel" ? "kernel=6.1.0" : "uid=0", what == "kernel" ? said : "uid=0\n" + said), null).Where(result => result.Status == CheckStatus.Fails).Select(result => $"{result.Check} {result.Machine}");
    }

    private static IReadOnlyList<CheckResult> Judge(Seen seen, string? ca) => seen.Cluster.Preflight(seen.Build(), ca);
}
