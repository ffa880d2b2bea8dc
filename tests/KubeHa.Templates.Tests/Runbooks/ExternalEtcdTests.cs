using System.Runtime.Versioning;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>A cluster whose etcd others run: no machine of it keeps data, so etcd itself is asked whether there is a cluster.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExternalEtcdTests : IDisposable
{
    private static readonly ClusterSecrets Ours = Given(ClusterSecrets.Generate());

    private static readonly Cluster External = ClusterBuilder.From(ReferenceClusters.InTheLab)
        .WithKubeadm(ReferenceClusters.InTheLab.Kubeadm with { EtcdArguments = [] })
        .WithEtcd(OtherClusters.ExternalEtcd with { ClientCertificate = Certificate(Ours) }).Build();

    private static readonly ExternalEtcd Access = ExternalEtcd.Of(External)!;

    private readonly string root = Directory.CreateTempSubdirectory("kubeha-").FullName;

    public static TheoryData<string> RealShells => ["dash", "bash", "busybox sh"];

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void No_plan_and_no_look_touches_an_etcd_on_the_machines()
    {
        IEnumerable<Plan> plans =
        [
            ObservationRunbook.Plan(External, [.. External.Machines]),
            VerificationRunbook.CloserLooks(External, Seen().Live("master", "master2", "master3").Build(), External.Render()),
            Seen().Plan(),
            Seen().Live("master", "master2").Marks("master3", "admin.conf").Plan(),
            Seen().Asleep("master", "master2", "master3").Plan(),
            Seen().Live("master", "master2", "master3").Joined("node1", "node2", "node3").Plan(),
        ];

        plans.Select(plan => plan.ToJson()).Should().AllSatisfy(plan => plan.Should()
            .NotContain("/var/lib/etcd ").And.NotContain("/var/lib/etcd/").And.NotContain("127.0.0.1:2379 ").And.NotContain("pki/etcd/ca.crt").And.NotContain("force-new-cluster").And.NotContain(":2380"));
    }

    [Fact]
    public void A_join_is_done_without_a_manifest_of_etcd() =>
        Seen().Plan().Script("master2/join").Unless!.Text.Should().StartWith("[ -e /etc/kubernetes/manifests/kube-apiserver.yaml ]").And.NotContain("etcd");

    [Fact]
    public void What_apiservers_log_in_with_lies_on_control_planes_alone_and_follows_the_model()
    {
        var files = External.Render().Where(file => file.Path.Contains("external-etcd", StringComparison.Ordinal)).ToList();

        files.Select(file => file.Path).Distinct().Should().Equal(Access.CaFile, Access.CertificateFile, Access.KeyFile);
        files.Select(file => file.Host).Distinct().Should().Equal("master", "master2", "master3");
        files.Should().OnlyContain(file => !file.KeepExisting);
        files.Where(file => file.Path == Access.KeyFile).Should().OnlyContain(file => file.Mode == FileModes.Private && file.Content.Equals(Content.Secret(SecretNames.EtcdClientKey)));
        External.Render().Should().NotContain(file => file.Path.Contains("pki/etcd/", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task A_cluster_is_there_where_etcd_counts_keys_or_does_not_say(string shell)
    {
        const string Empty = """{"header":{"cluster_id":"1"}}""";
        (await HoldsAsync(shell, $"echo '{Empty}'")).Should().BeFalse();
        (await HoldsAsync(shell, """echo '{"header":{"cluster_id":"1"},"count":"7"}'""")).Should().BeTrue();
        (await HoldsAsync(shell, "exit 28")).Should().BeTrue("nobody said that there is none");
        (await HoldsAsync(shell, "echo '{\"error\":\"etcdserver: user name is empty\"}'; exit 22")).Should().BeTrue("an answer without a look is none");
        (await HoldsAsync(shell, $"case $* in *41:2379/*) exit 7;; *) echo '{Empty}';; esac")).Should().BeFalse("the second endpoint said so");
    }

    [Theory]
    [InlineData("/registry/", null)]
    [InlineData("/clusters/a/", "/clusters/a")]
    public void It_is_asked_for_the_keys_of_this_cluster(string first, string? prefix)
    {
        var cluster = prefix is null ? External : ClusterBuilder.From(External).WithKubeadm(External.Kubeadm with { ApiServer = new() { ExtraArguments = [new("etcd-prefix", prefix)] } }).Build();

        ExternalEtcd.Of(cluster)!.HoldsACluster(cluster).Text.Should().Contain(Base64(first)).And.Contain(Base64(first[..^1] + "0"));

        static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void Init_asks_again_and_founds_nothing_over_a_cluster() =>
        Seen().Plan().Script("master/init").Script.Text.Should().StartWith("if " + Access.HoldsACluster(External).Text).And.Contain("refusing to found another one").And.Contain("exit 1; fi");

    [Fact]
    public void After_a_blackout_control_planes_are_woken_and_never_undone()
    {
        var seen = Seen().Asleep("master", "master2", "master3");

        External.ControlPlanes.Should().OnlyContain(machine => seen.State(machine.Name) == MemberState.Sick);
        seen.Plan().Steps.Should().NotContain(step => step.Id.Contains("clean-up", StringComparison.Ordinal) || step.Id.EndsWith("/init", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_etcd_holds_no_cluster_what_an_init_began_is_undone_and_begun_anew()
    {
        var plan = Seen().Marks("master", "admin.conf", "manifests/kube-apiserver.yaml").Plan();

        plan.ShouldGo("master/clean-up/reset", "master/init");
    }

    [Fact]
    public void Beside_live_ones_a_silent_control_plane_is_a_member_where_its_node_is_there()
    {
        var seen = Seen().Live("master", "master2").Asleep("master3");
        seen.State("master3").Should().Be(MemberState.HalfMade);

        seen.HasNode("master3").State("master3").Should().Be(MemberState.Sick);
    }

    [Fact]
    public async Task Without_the_key_that_only_others_have_nothing_is_begun()
    {
        var machines = new Machines(Seen());

        var none = await External.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Secrets = ClusterSecrets.Generate() });
        var another = await External.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Secrets = Given(ClusterSecrets.Generate()) });

        none.Failure.Should().Contain(SecretNames.EtcdClientKey).And.Contain("is missing");
        another.Failure.Should().Contain("etcd.clientCertificate was not made for " + SecretNames.EtcdClientKey);
        machines.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task The_key_alone_in_the_folder_is_enough_beside_a_live_cluster()
    {
        var seen = Converged();
        foreach (var node in External.Nodes)
        {
            seen.But(node.Name, FactNames.System, SeenTexts.Ca, Ours.Id);
        }

        string[] keys = [SecretNames.CaCertificate, SecretNames.CaKey, SecretNames.FrontProxyCaCertificate, SecretNames.FrontProxyCaKey, SecretNames.ServiceAccountPublicKey, SecretNames.ServiceAccountKey];
        var machines = new Machines(seen).Have("master", Ours, keys).Have("master2", Ours, keys).Have("master3", Ours, keys);
        var folder = new ClusterFolder(root);
        Ours.TryGet(SecretNames.EtcdClientKey, out var key);
        await folder.SaveSecretsAsync(ClusterSecrets.FromParts(new Dictionary<string, string>()).With(SecretNames.EtcdClientKey, key!));

        var report = await External.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Folder = folder });

        report.Outcome.Should().Be(RunOutcome.NoChange, report.Failure);
        (await folder.LoadSecretsAsync())!.Id.Should().Be(Ours.Id);
    }

    [Fact]
    public void A_healthy_cluster_holds_everywhere_and_a_closed_endpoint_is_named()
    {
        Judge(Converged()).Should().OnlyContain(result => result.Status == CheckStatus.Holds);
        Judge(Converged()).Where(result => result.Check.StartsWith("etcd-", StringComparison.Ordinal)).Select(result => $"{result.Check} {result.Machine}").Should().Equal("etcd-endpoints master", "etcd-endpoints master2", "etcd-endpoints master3");

        var fault = Judge(Converged().But("master2", FactNames.EtcdEndpoints, "https://192.168.33.42:2379 healthy", "https://192.168.33.42:2379 curl: (58) unable to set private key file")).Where(result => result.Status != CheckStatus.Holds);
        fault.Should().ContainSingle().Which.Should().Match<CheckResult>(result => result.Check == "etcd-endpoints" && result.Machine == "master2" && result.Seen.Contains("42:2379: curl: (58)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_of_many_lines_is_no_drift()
    {
        var files = External.Render().Where(file => file.Path.Contains("external-etcd", StringComparison.Ordinal)).DistinctBy(file => file.Path);

        files.Where(ManagedText.IsCompared).Select(file => file.Path).Should().Equal(Access.CaFile, Access.CertificateFile);
    }

    [Fact]
    public void Before_anything_is_there_a_way_that_is_missing_is_told()
    {
        var results = External.Preflight(Seen().But("master3", FactNames.System, "uid=0", "uid=0\netcd-endpoint=35 https://192.168.33.41:2379\netcd-endpoint=28 https://192.168.33.42:2379\netcd-endpoint=7 https://192.168.33.43:2379").Build());

        results.Where(result => result.Check == "etcd-endpoints").Should().ContainSingle().Which.Seen.Should().Be("https://192.168.33.42:2379: no answer; https://192.168.33.43:2379: refused");
    }

    [Fact]
    public void Drills_of_members_are_refused_and_control_planes_may_be_lost()
    {
        DrillGuards.Check(new DrillScenario.EtcdMemberLoss(), External, Verified(), null, null, new DrillOptions()).Should().Contain(reason => reason.Contains("etcd is elsewhere", StringComparison.Ordinal));
        DrillGuards.Check(new DrillScenario.ControlPlaneLoss(), External, Verified(), null, null, new DrillOptions()).Should().NotContain(reason => reason.Contains("etcd", StringComparison.Ordinal));

        static CheckReport Verified() => new(Judge(Converged()), new RunReport(RunOutcome.NoChange, [], Converged().Build()));
    }

    private static Seen Seen() => new(External);

    private static Seen Converged() => Seen().Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01");

    private static IReadOnlyList<CheckResult> Judge(Seen seen) => VerificationChecks.Run(External, seen.Build(), workload: true, External.Render());

    /// <summary>With a key for the client; the etcd CA's will do.</summary>
    private static ClusterSecrets Given(ClusterSecrets secrets) => secrets.TryGet(SecretNames.EtcdCaKey, out var key) ? secrets.With(SecretNames.EtcdClientKey, key) : throw new InvalidOperationException();

    private static string Certificate(ClusterSecrets secrets) => secrets.TryGetPublic(SecretNames.EtcdCaCertificate, out var text) ? text : throw new InvalidOperationException();

    private static Task<bool> HoldsAsync(string shell, string curl) => StandIn.HoldsAsync("curl", curl, Access.HoldsACluster(External), shell);
}
