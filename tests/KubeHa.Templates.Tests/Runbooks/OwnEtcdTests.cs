using System.Runtime.Versioning;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>A cluster whose etcd runs on machines of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OwnEtcdTests
{
    private static readonly Cluster Own = ClusterBuilder.From(ReferenceClusters.InTheLab)
        .AddEtcdMachine("etcd1", "192.168.33.41").AddEtcdMachine("etcd2", "192.168.33.42").AddEtcdMachine("etcd3", "192.168.33.43")
        .WithEtcd(new EtcdTopology.External { DataDirectory = "/srv/etcd" }).Build();

    private static readonly string[] All = ["etcd1", "etcd2", "etcd3"];

    [Fact]
    public void The_members_start_together_and_the_cluster_is_founded_when_all_are_healthy()
    {
        var plan = Seen().Plan();

        plan.ShouldGo("etcd1/file/etc/kubernetes/pki/etcd/ca.key", "etcd1/etcd/certificates", "etcd1/kubelet/running", "etcd1/etcd/member", "etcd2/etcd/healthy", Milestones.EtcdUp, "master/init");
        plan.ShouldGo("etcd3/etcd/member", "etcd1/etcd/healthy");
        plan.WaitsFor("etcd1/etcd/member", "etcd2/etcd/member").Should().BeFalse("none is healthy before more than half of them run");
        plan.ShouldGo("master2/file/etc/kubernetes/pki/etcd/ca.key", "master2/etcd/certificates", "master2/join");
    }

    [Fact]
    public void Control_planes_have_no_member_and_nobody_asks_them_for_one()
    {
        IEnumerable<Plan> plans =
        [
            Seen().Plan(),
            Converged().Plan(),
            VerificationRunbook.CloserLooks(Own, Converged().Build(), Own.Render()),
            ObservationRunbook.Plan(Own, [.. Own.Machines]),
        ];

        plans.SelectMany(plan => plan.Steps).Where(step => step.Host is "master" or "master2" or "master3" && !step.Id.EndsWith("/etcd/certificates", StringComparison.Ordinal)).Select(step => step.Action.ToString()).Should()
            .NotContain(text => text!.Contains("127.0.0.1:2379", StringComparison.Ordinal)).And.NotContain(text => text!.Contains("/srv/etcd", StringComparison.Ordinal)).And.NotContain(text => text!.Contains("peer.crt", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cluster_that_is_up_is_left_as_it_is()
    {
        var plan = Converged().Plan();

        plan.Ids().Should().NotContain(id => id.Contains("/etcd/add/", StringComparison.Ordinal) || id.Contains("clean-up", StringComparison.Ordinal) || id.EndsWith("/init", StringComparison.Ordinal) || id.EndsWith("/etcd/data", StringComparison.Ordinal));
        plan.Script("etcd1/etcd/member").Unless!.Text.Should().NotContain("existing", "how it once began does not matter any more");
    }

    [Fact]
    public void A_first_start_that_was_broken_off_goes_on_with_the_members_it_began_with()
    {
        var plan = Seen().EtcdRuns(["etcd1", "etcd2"], ("etcd1", true, true), ("etcd2", true, true), ("etcd3", true, false)).Plan();

        plan.Has("etcd1/etcd/add/etcd3").Should().BeFalse();
        Configuration(plan, "etcd3").Should().Contain("initial-cluster-state: new\n").And.Contain("etcd1=https://192.168.33.41:2380,etcd2=https://192.168.33.42:2380,etcd3=https://192.168.33.43:2380");
        plan.ShouldGo("etcd3/etcd/member", "etcd1/etcd/healthy", Milestones.EtcdUp, "master/init");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_machine_that_lost_its_data_is_taken_out_and_announced_anew_while_the_others_are_healthy(bool stillListed)
    {
        var listed = new List<(string, bool, bool)> { ("etcd1", true, true), ("etcd3", true, true) };
        listed.AddRange(stillListed ? [("etcd2", true, true)] : Array.Empty<(string, bool, bool)>());
        var plan = Cluster().EtcdRuns(["etcd1", "etcd3"], [.. listed]).Plan();

        plan.Has("etcd1/clean-up/etcd/etcd2").Should().Be(stillListed);
        plan.ShouldGo([
            "etcd1/etcd/healthy", "etcd1/etcd-healthy/etcd2", "etcd1/etcd-snapshot/etcd2", .. stillListed ? ["etcd1/clean-up/etcd/etcd2"] : Array.Empty<string>(), "etcd1/etcd/add/etcd2", "etcd2/etcd/member",
            "etcd2/etcd/healthy", "etcd1/etcd-joined/etcd2", Milestones.EtcdUp]);
        plan.ShouldGo(["etcd1/etcd-joined/etcd2", "master/ready", Milestones.ControlPlanesJoined]);
        Configuration(plan, "etcd2").Should().Contain("initial-cluster-state: existing\n").And.Contain("etcd1=https://192.168.33.41:2380,etcd3=https://192.168.33.43:2380,etcd2=https://192.168.33.42:2380");
        plan.Script("etcd1/etcd/add/etcd2").Script.Text.Should().Contain("/v3/cluster/member/add").And.Contain("https://192.168.33.42:2380");
    }

    [Fact]
    public void One_that_was_announced_and_never_came_only_starts_since_the_others_may_have_no_majority_before()
    {
        var two = ClusterBuilder.From(Own).Remove("etcd2").Remove("etcd3").AddEtcdMachine("etcd2", "192.168.33.42").AddEtcdMachine("etcd3", "192.168.33.43").Build();
        var plan = new Seen(two).Live("master", "master2", "master3").EtcdRuns(["etcd1"], ("etcd1", true, true), ("etcd2", false, false)).Plan();

        plan.Ids().Should().NotContain(["etcd1/clean-up/etcd/etcd2", "etcd1/etcd/add/etcd2", "etcd1/etcd/healthy"]);
        Configuration(plan, "etcd2").Should().Contain("\"etcd1=https://192.168.33.41:2380,etcd2=https://192.168.33.42:2380\"").And.Contain("initial-cluster-state: existing\n");
        plan.ShouldGo("etcd2/etcd/member", "etcd2/etcd/healthy", "etcd1/etcd-healthy/etcd3", "etcd1/etcd/add/etcd3", "etcd3/etcd/member");
    }

    [Fact]
    public void Beside_machines_with_data_that_do_not_answer_nobody_starts_as_if_for_the_first_time()
    {
        var asleep = Seen().Asleep("master", "master2", "master3").HasEtcdData("etcd1").Plan();
        asleep.Has("etcd1/etcd/member").Should().BeTrue();
        asleep.Ids().Should().NotContain(["etcd2/etcd/member", "etcd3/etcd/member", "etcd2/etcd/known"], "the next round knows more");
        asleep.ShouldGo("etcd1/etcd/healthy", Milestones.EtcdUp, "master/ready");

        var awake = Cluster().HasEtcdData("etcd1", "etcd3").Plan();
        awake.Has("etcd2/etcd/member").Should().BeFalse();
        awake.Steps.Single(step => step.Id == "etcd2/etcd/known").Action.Should().BeOfType<StepAction.Check>().Which.Message.Should().Contain("Apply again");

        Seen().HasEtcdData("etcd1").Plan().Ids().Should().Contain(["etcd2/etcd/member", "etcd3/etcd/member"], "without control planes it can only be the first start of all");
    }

    [Fact]
    public void Of_two_that_come_anew_the_second_waits_for_the_first_and_knows_of_it()
    {
        var five = ClusterBuilder.From(Own).AddEtcdMachine("etcd4", "192.168.33.44").AddEtcdMachine("etcd5", "192.168.33.45").Build();
        var plan = new Seen(five).Live("master", "master2", "master3").EtcdRuns(All).Plan();

        plan.ShouldGo("etcd1/etcd/add/etcd4", "etcd4/etcd/healthy", "etcd1/etcd-joined/etcd4", "etcd1/etcd/add/etcd5", "etcd5/etcd/member");
        Configuration(plan, "etcd4").Should().Contain("etcd4=https://192.168.33.44:2380\"").And.NotContain("etcd5=");
        Configuration(plan, "etcd5").Should().Contain("etcd4=https://192.168.33.44:2380,etcd5=https://192.168.33.45:2380\"");
    }

    [Fact]
    public void What_is_stale_goes_before_anybody_comes_since_who_comes_must_know_all_members()
    {
        var five = ClusterBuilder.From(Own).AddEtcdMachine("etcd4", "192.168.33.44").AddEtcdMachine("etcd5", "192.168.33.45").Build();
        var plan = new Seen(five).Live("master", "master2", "master3").EtcdRuns(All, [.. five.EtcdMachines.Select(machine => (machine.Name, true, true))]).Plan();

        plan.ShouldGo("etcd1/etcd-snapshot/etcd4", "etcd1/clean-up/etcd/etcd4", "etcd1/clean-up/etcd/etcd5", "etcd1/etcd/add/etcd4", "etcd4/etcd/member", "etcd1/etcd/add/etcd5", "etcd5/etcd/member");
        Configuration(plan, "etcd4").Should().Contain("etcd3=https://192.168.33.43:2380,etcd4=https://192.168.33.44:2380\"");
    }

    [Fact]
    public void Beside_a_member_that_the_model_does_not_know_nobody_is_announced()
    {
        var two = ClusterBuilder.From(Own).Remove("etcd3").AddEtcdMachine("etcd4", "192.168.33.44").Build();
        var seen = new Seen(two).Live("master", "master2", "master3").EtcdRuns(["etcd1", "etcd2"]);
        var list = seen.Build()["etcd1", FactNames.Membership]!;
        var stranger = """etcd={"ID":"7","name":"etcd3","peerURLs":["https://192.168.33.43:2380"],"clientURLs":["https://192.168.33.43:2379"]}""";

        var plan = seen.Instead("etcd1", FactNames.Membership, $"{list}\n{stranger}").Plan();

        plan.ShouldGo("etcd1/etcd/strangers", "etcd1/etcd/add/etcd4");
        plan.Steps.Single(step => step.Id == "etcd1/etcd/strangers").Action.Should().BeOfType<StepAction.Check>().Which.Message.Should().Contain("etcd3 (7)").And.Contain("etcd4 cannot start beside it");
    }

    private static readonly Gen<(int Kind, int Listed)[]> States = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3]).Array[3];

    /// <summary>Machines: bare, with data, with data and answering. In the list: not, announced, named, with clients' addresses.</summary>
    [Fact]
    public void No_state_takes_out_a_member_that_has_data_or_starts_one_beside_members_that_it_does_not_know() => States.Sample(
        states =>
        {
            var told = All.Zip(states).ToList();
            var listed = told.Where(one => one.Second.Listed > 0).Select(one => (one.First, one.Second.Listed > 1, one.Second.Listed > 2)).ToList();
            var answering = told.Where(one => one.Second.Kind == 2).Select(one => one.First).ToArray();
            var seen = Cluster().HasEtcdData([.. told.Where(one => one.Second.Kind == 1).Select(one => one.First)]);
            var lists = answering.Length > 0 && listed.Count > 0;
            var plan = (lists ? seen.EtcdRuns(answering, [.. listed]) : seen.HasEtcdData(answering)).Plan();

            var withData = told.Where(one => one.Second.Kind > 0).Select(one => one.First).ToList();
            var removed = plan.Ids().Where(id => id.Contains("/clean-up/etcd/", StringComparison.Ordinal)).Select(id => id.Split('/')[^1]).ToList();
            var added = plan.Ids().Where(id => id.Contains("/etcd/add/", StringComparison.Ordinal)).Select(id => id.Split('/')[^1]).ToList();
            removed.Concat(added).Should().NotIntersectWith(withData);
            foreach (var name in All.Where(name => plan.Has($"{name}/etcd/member")))
            {
                var configuration = Configuration(plan, name);
                var existing = configuration.Contains("initial-cluster-state: existing", StringComparison.Ordinal);
                var announced = lists && !withData.Contains(name) && listed.Any(one => one.First == name && !one.Item2);
                existing.Should().Be(added.Contains(name) || announced);
                (existing || withData.Contains(name) || withData.Count == 0 || lists).Should().BeTrue("beside data that nobody tells of nobody starts as if for the first time");
                if (existing)
                {
                    var members = listed.Select(one => one.First);
                    All.Where(other => configuration.Contains(other + "=", StringComparison.Ordinal)).Should().BeEquivalentTo(announced ? members : members.Except(added).Concat(added.TakeWhile(other => other != name)).Append(name));
                }
            }

            if (withData.Count == 0)
            {
                All.Should().OnlyContain(name => plan.WaitsFor($"{name}/etcd/member", $"{name}/etcd/data"), "there are control planes");
            }
        },
        iter: 300, threads: 1, print: states => string.Join(' ', states));

    [Fact]
    public void Under_control_planes_no_empty_etcd_is_put()
    {
        foreach (var seen in (Seen[])[Seen().Asleep("master", "master2", "master3"), Cluster()])
        {
            var plan = seen.Plan();

            All.Should().OnlyContain(name => plan.WaitsFor($"{name}/etcd/member", $"{name}/etcd/data"));
            plan.Steps.Single(step => step.Id == "etcd2/etcd/data").Action.Should().BeOfType<StepAction.Check>().Which.Message.Should().Contain("Restore a snapshot");
        }

        Seen().Plan().Has("etcd1/etcd/data").Should().BeFalse("there is nothing yet that could be lost");
    }

    [Fact]
    public void A_run_for_one_machine_asks_the_others_and_changes_them_only_as_members()
    {
        var plan = Cluster().EtcdRuns(["etcd1", "etcd3"], ("etcd1", true, true), ("etcd2", true, true), ("etcd3", true, true)).OnlyLookedAt("etcd1", "etcd2", "etcd3", "master").Plan("etcd2");

        plan.ShouldGo("etcd1/clean-up/etcd/etcd2", "etcd1/etcd/add/etcd2", "etcd2/etcd/member");
        plan.Steps.Where(step => step.Action is StepAction.WriteFile).Select(step => step.Host).Distinct().Should().Equal("etcd2");
        plan.Steps.Should().NotContain(step => step.Host == "etcd3");
    }

    [Fact]
    public async Task Keys_of_etcd_that_only_its_machines_bear_are_taken_from_there()
    {
        var ours = ClusterSecrets.Generate();
        var machines = new Machines(Seen().EtcdRuns(All)).Have("etcd1", ours, SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey).Have("etcd2", ours, SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey);

        var read = await SecretsReader.ReadAsync(Own, Seen().EtcdRuns(All).But("etcd1", FactNames.System, "uid=0", "uid=0\netc-kubernetes=yes").But("etcd2", FactNames.System, "uid=0", "uid=0\netc-kubernetes=yes").Build(), machines.Transport, CancellationToken.None);

        ours.TryGetPublic(SecretNames.EtcdCaCertificate, out var certificate).Should().BeTrue();
        read[SecretNames.EtcdCaCertificate].Trim().Should().Be(certificate!.Trim());
    }

    [Fact]
    public void A_healthy_cluster_holds_everywhere()
    {
        Judge(Converged()).Where(result => result.Status != CheckStatus.Holds).Should().BeEmpty();
        Judge(Converged()).Where(result => result.Check is "etcd-answers" or "etcd-disk" or "etcd-endpoints").Select(result => $"{result.Check} {result.Machine}").Should().BeEquivalentTo(
            "etcd-answers etcd1", "etcd-answers etcd2", "etcd-answers etcd3", "etcd-disk etcd1", "etcd-disk etcd2", "etcd-disk etcd3", "etcd-endpoints master", "etcd-endpoints master2", "etcd-endpoints master3");
    }

    [Fact]
    public void Faults_of_its_machines_are_named()
    {
        Faults(Cluster().EtcdRuns(["etcd1", "etcd3"], ("etcd1", true, true), ("etcd3", true, true))).Should().Contain("etcd-members ").And.Contain("etcd-answers etcd2");
        Faults(Cluster().EtcdRuns(["etcd1"], ("etcd1", true, true), ("etcd2", true, true), ("etcd3", true, true))).Should().Contain("etcd-quorum ");
        Faults(Converged().But("etcd2", FactNames.Certificates, "served=etcd ", "served=etcd another")).Should().Equal("certificate-served etcd2");
        Faults(Converged().But("etcd3", FactNames.Readiness, "unit=kubelet enabled active", "unit=kubelet disabled active")).Should().ContainSingle().Which.Should().EndWith(" etcd3");
        Faults(Converged().But("master2", FactNames.EtcdEndpoints, "https://192.168.33.42:2379 healthy", "https://192.168.33.42:2379 curl: (7) refused")).Should().Equal("etcd-endpoints master2");
    }

    [Fact]
    public void A_node_of_a_cluster_is_not_taken_for_etcd()
    {
        var results = Own.Preflight(Seen().Marks("etcd2", "kubelet.conf").Build());

        results.Where(result => result.Status == CheckStatus.Fails).Select(result => $"{result.Check} {result.Machine} {result.Seen}").Should().Equal("ours etcd2 it is a node of a cluster");
    }

    [Fact]
    public void Data_of_nobody_knows_whose_etcd_is_not_gone_on_with()
    {
        var foreign = Seen().Marks("etcd2", "etcd-data").But("etcd2", FactNames.System, $"marker-name={Own.Name}", "nobody=knows").Build();

        Own.Preflight(foreign).Where(result => result.Status == CheckStatus.Fails).Select(result => $"{result.Check} {result.Machine}").Should().Equal("ours etcd2");
    }

    [Fact]
    public void Under_an_etcd_that_runs_no_packages_of_another_version_are_put()
    {
        var packaged = ClusterBuilder.From(Own).WithPlatform(new Platform.Debian(12, new PackageSource.OfflineFolder("/opt/packages"))).Build();
        var seen = new Seen(packaged).Live("master", "master2", "master3").EtcdRuns(All).But("etcd2", FactNames.System, "uid=0", "uid=0\nkubelet=1.20.1").But("etcd3", FactNames.System, "uid=0", "uid=0\nkubelet=1.20.2");

        packaged.Preflight(seen.Build()).Where(result => result.Check == "kubernetes-version").Select(result => $"{result.Machine} {result.Seen}").Should().Equal("etcd2 its kubelet is v1.20.1, the model says v1.20.2");
    }

    [Fact]
    public async Task Init_is_forbidden_unless_every_member_says_that_there_is_no_cluster()
    {
        const string Empty = """{"header":{"cluster_id":"1"}}""";
        (await HoldsAsync($"echo '{Empty}'")).Should().BeFalse();
        (await HoldsAsync($"case $* in *42:2379/*) echo '{{\"header\":{{}},\"count\":\"7\"}}';; *) echo '{Empty}';; esac")).Should().BeTrue("one of them holds keys");
        (await HoldsAsync($"case $* in *43:2379/*) exit 28;; *) echo '{Empty}';; esac")).Should().BeTrue("one of them does not say");
    }

    [Fact]
    public void All_of_etcds_machines_must_be_reached()
    {
        Own.Preflight(Seen().Unreachable("etcd3").Build()).Should().Contain(result => result.Check == "reachable" && result.Machine == "etcd3" && result.Status == CheckStatus.Fails);
        ClusterLook.MayBeSetAside(Own).Should().NotContain(All);
    }

    [Fact]
    public void The_plan_says_what_may_fail() => Seen().Plan().Steps.Single(step => step.Id == Milestones.ControlPlanesJoined).Title.Should()
        .Be("All control planes are there: 3, and 2 may fail; 3 etcd members on machines of their own, a quorum of 2; 1 may fail");

    [Fact]
    public void Patches_of_etcds_pod_lie_where_it_runs()
    {
        var patched = OtherClusters.OwnEtcd(OtherClusters.Small("1.25.16")).WithKubeadm(new KubeadmSettings { Patches = [new("etcd", "spec: {}", KubeadmPatchKind.Merge)] }).Build();

        patched.Render().Where(file => file.Path.StartsWith(FilePaths.Patches, StringComparison.Ordinal) && file.Path.Contains("etcd", StringComparison.Ordinal)).Select(file => file.Host).Should().Contain(All);
        patched.Render()["etcd1", FilePaths.KubeadmEtcd].Content.ToString().Should().Contain("directory: /etc/kubernetes/patches");
        Own.Render()["etcd1", FilePaths.KubeadmEtcd].Content.ToString().Should().NotContain("patches");
    }

    [Fact]
    public void The_drawings_show_it()
    {
        Own.ToMermaid().Should().Contain("planes --> etcd").And.Contain("etcd2<br>192.168.33.42<br>etcd");
        Own.ToSvg().Should().Contain("etcd, on machines of its own").And.Contain("etcd runs on machines of its own: etcd1, etcd2, etcd3.");
    }

    private static Seen Seen() => new(Own);

    private static Seen Cluster() => Seen().Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01");

    private static Seen Converged() => Cluster().EtcdRuns(All);

    private static Task<bool> HoldsAsync(string curl) => StandIn.HoldsAsync("curl", curl, ExternalEtcd.Of(Own)!.HoldsACluster(Own));

    private static string Configuration(Plan plan, string machine) => plan.Script($"{machine}/etcd/member").StandardInput!.ToString()!;

    private static IReadOnlyList<CheckResult> Judge(Seen seen) => VerificationChecks.Run(Own, seen.Build(), workload: true, Own.Render());

    private static IEnumerable<string> Faults(Seen seen) => Judge(seen).Where(result => result.Status == CheckStatus.Fails || result.Status == CheckStatus.Warns).Select(result => $"{result.Check} {result.Machine}");
}
