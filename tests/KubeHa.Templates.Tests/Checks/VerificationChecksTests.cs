using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class VerificationChecksTests
{
    public static IReadOnlyList<string> Checks { get; } =
    [
        "adverts-heard", "apiserver-ready", "certificate-days", "certificate-names", "certificate-served", "client-kubectl", "clock", "directors-agree", "etcd-alarms", "etcd-answers", "etcd-disk",
        "etcd-members", "etcd-one-leader", "etcd-quorum", "etcd-size", "every-server-answers", "endpoint-units", "file-drift", "file-in-force", "gate-open-while-bound", "keepalived-conf", "keepalived-runs", "key-private",
        "kube-proxy-ready", "modules-loaded", "no-connection-hangs", "node-lease", "node-ready", "one-leader-renewing", "pool-as-modelled", "pool-complete", "router-id-unique", "same-authorities",
        "service-present", "silent-about-vip", "sysctls-at-boot", "sysctls-in-force", "traffic-only-while-bound", "units-active", "units-enabled", "version-skew", "vip-on-one-director", "watch-cache", "workload",
    ];

    [Fact]
    public void A_healthy_cluster_holds_everywhere()
    {
        var results = Judge(Seen.Converged());

        results.Should().OnlyContain(result => result.Status == CheckStatus.Holds && result.Hint.Length == 0);
        results.Select(result => result.Check).Distinct().Should().BeEquivalentTo(Checks);
    }

    // By name, since a signature is another one every time, and the name of a test must not be.
    private static readonly Dictionary<string, string> Certificates = new(StringComparer.Ordinal)
    {
        ["serving"] = Serving("master2"),
        ["expired"] = SeenCertificates.Make("expired", -3, "192.168.33.130", "api.reference.internal", "192.168.33.10", "master2"),
        ["of one name"] = SeenCertificates.Make("names", 365, "192.168.33.10"),
        ["authority"] = SeenCertificates.Make("/etc/kubernetes/pki/etcd/ca.crt", 3650),
        ["another authority"] = SeenCertificates.Make("another", 3650),
    };

    /// <summary>The checks that must fail (the first is looked at closer), each with its machine; what must stand in the first one's line; and the one planted change.</summary>
    public static TheoryData<string, string, string, string, string, string> Faults => new()
    {
        { "vip-on-one-director", "lvs01 and lvs02", "lvs02", FactNames.Director, "vip=0", "vip=1" },
        { "vip-on-one-director", "no director", "lvs01", FactNames.Director, "vip=1", "vip=0" },
        { "keepalived-runs lvs02", "failed", "lvs02", FactNames.Director, "keepalived=active", "keepalived=failed" },
        { "adverts-heard lvs02", "no adverts of lvs01", "lvs02", FactNames.Adverts, "192.168.33.132", "192.168.33.133" },
        { "adverts-heard lvs02", "VRRPv2", "lvs02", FactNames.Adverts, " 3", " 2" },
        { "router-id-unique lvs01", "192.168.33.99 speaks for router id", "lvs01", FactNames.Adverts, "", "advert=192.168.33.99 51 100 2" },
        { "service-present lvs02;directors-agree", "no service", "lvs02", FactNames.IpvsTable, "*", "-A -t 10.0.0.1:80 -s rr" },
        { "pool-complete lvs02;pool-as-modelled lvs02;directors-agree", "master2", "lvs02", FactNames.IpvsTable, "-r 192.168.33.10:6443 -g -w 1", "-r 192.168.33.10:6443 -g -w 0" },
        { "pool-complete lvs01;directors-agree", "master3", "lvs01", FactNames.IpvsTable, "\n-a -t 192.168.33.130:6443 -r 192.168.33.9:6443 -g -w 1", "" },
        { "directors-agree;pool-complete lvs01", "192.168.33.9:6443 -g -w 1' only on lvs02", "lvs01", FactNames.IpvsTable, "\n-a -t 192.168.33.130:6443 -r 192.168.33.9:6443 -g -w 1", "" },
        { "pool-as-modelled lvs01;directors-agree", "master2 is listed with '-m -w 1'", "lvs01", FactNames.IpvsTable, "-r 192.168.33.10:6443 -g -w 1", "-r 192.168.33.10:6443 -m -w 1" },
        { "pool-as-modelled lvs01;directors-agree", "-s rr", "lvs01", FactNames.IpvsTable, "-s wlc", "-s rr" },
        { "pool-foreign lvs01;directors-agree", "10.9.9.9", "lvs01", FactNames.IpvsTable, "-s wlc", "-s wlc\n-a -t 192.168.33.130:6443 -r 10.9.9.9:6443 -g -w 1" },
        { "pool-foreign lvs01;directors-agree", "10.9.9.9", "lvs01", FactNames.IpvsTable, "-s wlc", "-s wlc\n-a -t 192.168.33.130:6443 -r 10.9.9.9:6443 -g -w 0" },
        { "silent-about-vip master2", "arp_ignore=0", "master2", FactNames.ControlPlane, "arp-ignore=1", "arp-ignore=0" },
        { "silent-about-vip master2", "arp_announce=0", "master2", FactNames.ControlPlane, "arp-announce=2", "arp-announce=0" },
        { "gate-open-while-bound master3", "closed", "master3", FactNames.ControlPlane, "gate=open", "gate=closed" },
        { "endpoint-units master3", "kubeha-vip inactive", "master3", FactNames.ControlPlane, "vip-unit=active", "vip-unit=inactive" },
        { "endpoint-units master3", "MISSING", "master3", FactNames.ControlPlane, "real-server=yes", "" },
        { "no-connection-hangs client", "1 of 4", "client", FactNames.Connections, "connection=certificate-master2", "connection=hanging\nconnection=certificate-master2" },
        { "every-server-answers client", "master2", "client", FactNames.Connections, "connection=certificate-master2", "connection=certificate-master" },
        { "certificate-days master2", "apiserver.crt EXPIRED 3.0 days ago", "master2", FactNames.Certificates, "serving", "expired" },
        { "certificate-days master2", "front-proxy-client.crt is not there", "master2", FactNames.Certificates, "certificate=/etc/kubernetes/pki/front-proxy-client.crt ", "certificate=/etc/kubernetes/pki/none " },
        { "certificate-days node1", "not valid yet", "node1", FactNames.Clock, "1600000000.5", "1500000000.5" },
        { "certificate-names master2", "192.168.33.130, api.reference.internal", "master2", FactNames.Certificates, "serving", "of one name" },
        { "certificate-served master2", "apiserver shows another one", "master2", FactNames.Certificates, "served=apiserver", "served=apiserver X" },
        { "certificate-served master2", "etcd shows none", "master2", FactNames.Certificates, "served=etcd ", "served=other " },
        { "same-authorities", "/etc/kubernetes/pki/etcd/ca.crt", "master3", FactNames.Certificates, "authority", "another authority" },
        { "etcd-answers master", "1 errors", "master", FactNames.EtcdStatus, "\"leader\"", "\"errors\":[\"NOSPACE\"],\"leader\"" },
        { "etcd-one-leader", "2 opinions", "master", FactNames.EtcdStatus, "1001", "1002" },
        { "etcd-members", "192.168.33.9 (not started)", "master", FactNames.EtcdMembers, "\"name\":\"master3\",", "" },
        { "etcd-members", "master3", "master", FactNames.EtcdMembers, "192.168.33.9:2380", "10.9.9.9:2380" },
        { "etcd-alarms master2", "NOSPACE of member 7", "master2", FactNames.EtcdAlarms, "}}", "},\"alarms\":[{\"memberID\":\"7\",\"alarm\":\"NOSPACE\"}]}" },
        { "etcd-size master2", "1907.3 MB of 2048 MB", "master2", FactNames.EtcdStatus, "\"20480\"", "\"2000000000\"" },
        { "etcd-disk master2", "fsync of the log 26.4 ms", "master2", FactNames.EtcdMetrics, "fsync_duration_seconds_bucket{le=\"0.004\"} 995", "fsync_duration_seconds_bucket{le=\"0.004\"} 950" },
        { "one-leader-renewing", "kube-scheduler: master2_2, not renewing", "master", FactNames.Leases, "second-kube-scheduler=master2_2 2026-01-01T00:00:02", "second-kube-scheduler=master2_2 2026-01-01T00:00:00" },
        { "node-ready node2", "not Ready", "master", FactNames.Nodes, "node2 True", "node2 Unknown" },
        { "node-ready node3", "no such node", "master", FactNames.Nodes, "node3 True", "stranger True" },
        { "node-lease node2", "renewed 63 s ago", "master", FactNames.Leases, "node2 2026-01-01T00:00:00", "node2 2025-12-31T23:59:00" },
        { "node-lease node2", "renewed 28 s ago", "master", FactNames.Leases, "node2 2026-01-01T00:00:00", "node2 2025-12-31T23:59:35" },
        { "node-lease node2", "no lease", "master", FactNames.Leases, "node-lease=node2", "node-lease=stranger" },
        { "kube-proxy-ready", "5 of 6", "master", FactNames.Addons, "6 6", "6 5" },
        { "kube-proxy-ready", "no kube-proxy", "master", FactNames.Addons, "6 6", "" },
        { "version-skew", "the kubelet of node1 (v1.21.0) is newer", "master", FactNames.Nodes, "node1 True 10.244.3.0/24 v1.20.2", "node1 True 10.244.3.0/24 v1.21.0" },
        { "version-skew", "(v1.17.9) is more than 2 minor", "master", FactNames.Nodes, "node1 True 10.244.3.0/24 v1.20.2", "node1 True 10.244.3.0/24 v1.17.9" },
        { "client-kubectl client", "5 nodes", "client", FactNames.ClientNodes, "\nnode=node3", "" },
        { "client-kubectl client", "127.0.0.1", "client", FactNames.ClientNodes, "server=https://api.reference.internal", "server=https://127.0.0.1" },
        { "client-kubectl client", "6 nodes through https://api.reference.internal:6443 after 1 failed of 2 tries: EOF", "client", FactNames.ClientNodes, "\nnode=node3", "\nfailed=EOF\nnode=node3" },
        { "client-kubectl client", "0 nodes through https://api.reference.internal:6443; it said: no answer within 18 s", "client", FactNames.ClientNodes, "", "server=https://api.reference.internal:6443\nfailed=EOF\nfailed=EOF\nfailed=no answer within 18 s" },
        { "keepalived-conf lvs02", "keepalived.conf differs", "lvs02", FactNames.Files, Expected("lvs02", FilePaths.Keepalived), "0123" },
        { "keepalived-conf lvs02", "mode 644, not 640", "lvs02", FactNames.Files, "stat=640", "stat=644" },
        { "file-drift node2", "90-kubeha.conf differs", "node2", FactNames.Files, Expected("node2", FilePaths.NodeSysctls), "0123" },
        { "file-drift node2", "our block of /etc/hosts differs", "node2", FactNames.Files, Expected("node2", FilePaths.Hosts), "0123" },
        { "file-drift node2", "90-kubeha.conf is missing", "node2", FactNames.Files, "stat=644 root:root regular file " + FilePaths.NodeSysctls, "" },
        { "file-drift node2", "is a symbolic link", "node2", FactNames.Files, "regular file " + FilePaths.NodeSysctls, "symbolic link " + FilePaths.NodeSysctls },
        { "file-drift master", "belongs to nobody:root", "master", FactNames.Files, "600 root:root regular file " + FilePaths.Pki + "/ca.key", "600 nobody:root regular file " + FilePaths.Pki + "/ca.key" },
        { "key-private node1", "kubelet.conf (mode 644)", "node1", FactNames.Files, "*", "loose=644 /etc/kubernetes/kubelet.conf" },
        { "key-private node1", "(mode 640)", "node1", FactNames.Files, "*", "loose=640 /etc/kubernetes/kubelet.conf" },
        { "key-private node1", "find is not", "node1", FactNames.Files, "looked=private", "" },
        { "units-enabled master2", "kubeha-vip is disabled", "master2", FactNames.Readiness, "kubeha-vip enabled", "kubeha-vip disabled" },
        { "units-enabled lvs01", "keepalived is not there", "lvs01", FactNames.Readiness, "keepalived enabled", "keepalived " },
        { "units-active node2", "kubelet is failed", "node2", FactNames.Readiness, "kubelet enabled active", "kubelet enabled failed" },
        { "file-in-force lvs01", "keepalived.conf was written after keepalived last read it", "lvs01", FactNames.Readiness, "has-read=keepalived", "" },
        { "modules-loaded lvs01", "missing: ip_vs_wlc", "lvs01", FactNames.Readiness, "module=ip_vs_wlc", "" },
        { "sysctls-in-force node1", "ip_forward is 0, not 1", "node1", FactNames.Readiness, "sysctl=net.ipv4.ip_forward 1", "sysctl=net.ipv4.ip_forward 0" },
        { "sysctls-in-force node1", "ip_forward is not there", "node1", FactNames.Readiness, "sysctl=net.ipv4.ip_forward 1", "" },
        { "sysctls-at-boot node1", "99-hardening.conf sets net.ipv4.ip_forward to 0 after", "node1", FactNames.Readiness, "sysctl=", "set=/usr/lib/sysctl.d/99-hardening.conf:-net/ipv4/ip_forward = 0\nsysctl=" },
        { "sysctls-at-boot node1", "nobody sets net.ipv4.ip_forward", "node1", FactNames.Readiness, "set=", "gone=" },
        { "workload node2", "6 of 7", "master", WorkloadRunbook.Fact, "node2 reached=10.244.0.2", "node2 not=10.244.0.2" },
        { "watch-cache master2", "has not heard of the workload's pods for 151 s", "master", WorkloadRunbook.HeardFact, "192.168.33.10:6443 pods heard=0", "192.168.33.10:6443 pods deaf=151" },
        { "watch-cache master3", "only after 43 s", "master", WorkloadRunbook.HeardFact, "192.168.33.9:6443 endpoints heard=0", "192.168.33.9:6443 endpoints heard=43" },
        { "watch-cache master", "could not be asked", "master", WorkloadRunbook.HeardFact, "192.168.33.11:6443 services heard=0", "192.168.33.11:6443 services silent=The connection to the server was refused" },
        { "workload node1", "logs=failed", "master", WorkloadRunbook.Fact, "node1 logs=ok", "node1 logs=failed" },
    };

    private static readonly string[] Warnings = ["etcd-size", "etcd-disk", "renewed 28 s", "1 failed of 2", "(mode 640)", "find is not", "only after 43 s", "could not be asked"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void One_planted_change_is_found_where_it_is(string checks, string said, string host, string fact, string from, string to)
    {
        (from, to) = (Certificates.GetValueOrDefault(from, from), Certificates.GetValueOrDefault(to, to));
        var seen = Seen.Converged();
        foreach (var other in fact is FactNames.Leases or FactNames.Nodes or FactNames.EtcdMembers ? new[] { "master", "master2", "master3" } : [host])
        {
            seen = from switch
            {
                "" => seen.Instead(other, fact, to),
                "*" when fact == FactNames.Files => seen.But(other, fact, "stat=644 root:root regular file " + FilePaths.NodeSysctls, $"{to}\nstat=644 root:root regular file {FilePaths.NodeSysctls}"),
                "*" => seen.Instead(other, fact, to),
                _ => seen.But(other, fact, from, to),
            };
        }

        var found = Judge(seen).Where(result => result.Status != CheckStatus.Holds).ToList();

        found.Select(result => $"{result.Check} {result.Machine}".TrimEnd()).Should().BeEquivalentTo(checks.Split(';'));
        var (check, machine) = checks.Split(';')[0].Split(' ') is [var name, var on] ? (name, on) : (checks.Split(';')[0], string.Empty);
        var first = found.Single(result => result.Check == check && result.Machine == machine);
        first.Seen.Should().Contain(said);
        first.Hint.Should().NotBeEmpty();
        var warns = Warnings.Any(text => $"{first.Check} {said}".Contains(text, StringComparison.Ordinal));
        first.Status.Should().Be(warns ? CheckStatus.Warns : CheckStatus.Fails);
        first.ToString().Should().StartWith($"{(warns ? "warns" : "FAILS")}  {check}{(machine.Length > 0 ? $" [{machine}]" : string.Empty)}: ");
    }

    [Fact]
    public void A_certificate_that_ends_within_a_month_warns()
    {
        var result = Judge(Seen.Converged().But("node1", FactNames.Certificates, SeenCertificates.Make("/var/lib/kubelet/pki/kubelet-client-current.pem", 365), SeenCertificates.Make("soon", 12))).Single(result => result.Status != CheckStatus.Holds);

        result.Should().Match<CheckResult>(found => found.Check == "certificate-days" && found.Machine == "node1" && found.Status == CheckStatus.Warns);
        result.Seen.Should().Contain("kubelet-client-current.pem ends in 12.0 days");
    }

    [Fact]
    public void Clocks_that_are_apart_fail() =>
        Failing(Seen.Converged().Instead("node3", FactNames.ClockAhead, "7.1").Instead("node3", FactNames.ClockAheadAtMost, "7.2")).Should().Equal("clock node3");

    [Fact]
    public void A_cluster_with_one_etcd_that_answers_has_no_quorum() =>
        Failing(Seen.Converged().Instead("master2", FactNames.EtcdStatus, null).Instead("master3", FactNames.EtcdStatus, null)).Should().Contain("etcd-quorum ");

    [Fact]
    public void What_nobody_could_look_at_never_holds()
    {
        var seen = Seen.Converged();
        foreach (var fact in (string[])[FactNames.Adverts, FactNames.Files, FactNames.Readiness, FactNames.Certificates, FactNames.EtcdAlarms, FactNames.EtcdMetrics, FactNames.ApiVersion, FactNames.Addons])
        {
            foreach (var machine in seen.Cluster.Machines)
            {
                seen = seen.Instead(machine.Name, fact, null);
            }
        }

        var results = Judge(seen);

        results.Should().NotContain(result => result.Status == CheckStatus.Fails);
        results.Where(result => result.Status == CheckStatus.Warns).Select(result => result.Check).Distinct().Should().BeEquivalentTo(
            "adverts-heard", "router-id-unique", "certificate-days", "certificate-names", "certificate-served", "same-authorities", "etcd-alarms", "etcd-disk", "version-skew", "kube-proxy-ready",
            "file-drift", "file-in-force", "keepalived-conf", "key-private", "units-enabled", "units-active", "modules-loaded", "sysctls-in-force", "sysctls-at-boot");
    }

    [Fact]
    public void A_director_that_cannot_listen_is_told_so_and_not_failed() =>
        Judge(Seen.Converged().Instead("lvs02", FactNames.Adverts, "missing=listener")).Where(result => result.Status != CheckStatus.Holds)
            .Select(result => $"{result.Status} {result.Check} {result.Machine}").Should().BeEquivalentTo("Warns adverts-heard lvs02", "Warns router-id-unique lvs02");

    [Theory]
    [InlineData("swap=1")]
    [InlineData("swap=0\nswap-at-boot=1")]
    public void Swap_matters_only_where_the_model_forbids_it(string said)
    {
        var strict = ReferenceClusters.InTheLabBuilder().WithKubelet(new KubeletSettings()).Build();
        Seen Swapping(Seen seen) => seen.Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01").But("node1", FactNames.System, "swap=0", said);

        Failing(Swapping(new Seen())).Should().BeEmpty();
        Failing(Swapping(new Seen(strict))).Should().Contain("swap-off node1");
    }

    [Fact]
    public void The_clusters_DNS_is_judged_where_the_model_installs_it()
    {
        var with = ReferenceClusters.InTheLabBuilder().WithKubeadm(new KubeadmSettings()).Build();
        Seen Converged() => new Seen(with).Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01");

        Judge(Converged()).Should().Contain(result => result.Check == "dns-ready" && result.Status == CheckStatus.Holds);
        Failing(Converged().But("master", FactNames.Addons, "dns=2 2", "dns=2 1")).Should().Equal("dns-ready ");
    }

    [Fact]
    public void Apiservers_may_be_one_minor_version_apart_and_kubelets_not_newer_than_the_oldest()
    {
        Judge(Seen.Converged().Instead("master2", FactNames.ApiVersion, "version=v1.21.9")).Should().OnlyContain(result => result.Status == CheckStatus.Holds);
        Failing(Seen.Converged().Instead("master2", FactNames.ApiVersion, "version=v1.22.0")).Should().Equal("version-skew ");
        Failing(Seen.Converged().Instead("master2", FactNames.ApiVersion, "version=v1.19.16")).Should().Equal("version-skew ");
    }

    [Fact]
    public void Every_check_stands_in_the_documentation_with_what_to_do()
    {
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "checks.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')).ToList();

        rows.Select(row => row[1].Trim(' ', '`')).Should().BeEquivalentTo(Checks.Concat(["reachable", "pool-foreign", "swap-off", "etcd-endpoints", "dns-ready", "masquerade-set", "untracked-set", "traffic-only-while-ready", "no-virtual-ip-bound"]));
        rows.Should().OnlyContain(row => row.Length == 5 && row[2].Trim().Length > 10 && row[3].Trim().Length > 10);
    }

    private static string Serving(string machine) => SeenCertificates.Serving(ReferenceClusters.InTheLab, ReferenceClusters.InTheLab.Machines.Single(known => known.Name == machine));

    private static string Expected(string machine, string path) => ManagedText.Expected(ReferenceClusters.InTheLab.Render()[machine, path]);

    [Fact]
    public void A_server_in_a_pool_that_is_not_bound_loses_connections() =>
        Failing(Seen.Converged().But("master3", FactNames.ControlPlane, "vip-on-lo=1", "vip-on-lo=0"))
            .Should().BeEquivalentTo("traffic-only-while-bound master3", "gate-open-while-bound master3");

    [Fact]
    public void A_server_in_a_pool_that_is_not_ready_is_a_broken_invariant() =>
        Failing(Seen.Converged().But("master2", FactNames.ControlPlane, "readyz=ok", "readyz=[-]etcd failed: reason withheld"))
            .Should().BeEquivalentTo("apiserver-ready master2", "traffic-only-while-bound master2");

    [Fact]
    public void Invariant_one_is_broken_by_one_director_alone() =>
        Failing(Seen.Converged().But("master2", FactNames.ControlPlane, "vip-on-lo=1", "vip-on-lo=0").But("lvs01", FactNames.IpvsTable, "\n-a -t 192.168.33.130:6443 -r 192.168.33.10:6443 -g -w 1", ""))
            .Should().Contain("traffic-only-while-bound master2");

    [Fact]
    public void A_machine_that_was_not_reached_fails() => Failing(Seen.Converged().Unreachable("node3")).Should().Contain("reachable node3");

    [Fact]
    public void An_etcd_that_does_not_answer_fails() =>
        Failing(Seen.Converged().Instead("master3", FactNames.EtcdStatus, null)).Should().Contain("etcd-answers master3");

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"leader\":7}")]
    [InlineData("<html>")]
    public void An_answer_of_another_shape_is_no_status(string text) =>
        Failing(Seen.Converged().Instead("master3", FactNames.EtcdStatus, text)).Should().Contain("etcd-answers master3");

    [Fact]
    public void A_lease_with_two_holders_fails() =>
        Failing(Seen.Converged().But("master2", FactNames.Leases, "second-kube-scheduler=master2_2", "second-kube-scheduler=master3_3")).Should().Equal("one-leader-renewing ");

    [Fact]
    public void A_cluster_without_a_witness_is_told_so_and_not_failed()
    {
        var results = Judge(Seen.Converged().Instead("client", FactNames.Connections, null)).Where(result => result.Status != CheckStatus.Holds);

        results.Should().ContainSingle().Which.Should().Match<CheckResult>(result => result.Check == "every-server-answers" && result.Status == CheckStatus.Warns);
    }

    [Fact]
    public void A_workload_that_never_came_up_fails() =>
        Failing(Seen.Converged().Instead("master", WorkloadRunbook.Fact, null)).Should().Equal("workload ");

    [Fact]
    public void A_workload_that_nobody_asked_for_is_not_judged() =>
        ReferenceClusters.InTheLab.Verify(Seen.Converged().Instead("master", WorkloadRunbook.Fact, null).Build(), workload: false).Should().NotContain(result => result.Check == "workload");

    private static IReadOnlyList<CheckResult> Judge(Seen seen) => seen.Cluster.Verify(seen.Build());

    private static IEnumerable<string> Failing(Seen seen) => Judge(seen).Where(result => result.Status == CheckStatus.Fails).Select(result => $"{result.Check} {result.Machine}");
}
