using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class ApplyTests : IDisposable
{
    private static readonly ClusterSecrets Ours = ClusterSecrets.Generate();

    private static readonly string[] AllKeys =
    [
        SecretNames.CaCertificate, SecretNames.CaKey, SecretNames.FrontProxyCaCertificate, SecretNames.FrontProxyCaKey,
        SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey, SecretNames.ServiceAccountPublicKey, SecretNames.ServiceAccountKey,
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-").FullName;

    [Fact]
    public async Task Bare_machines_become_a_cluster_in_two_rounds()
    {
        var machines = new Machines(Seen.Bare(), Bearing(Seen.Converged())).Have("master", Ours, AllKeys).Have("master2", Ours, AllKeys).Have("master3", Ours, AllKeys);

        var report = await ApplyAsync(machines, new ApplyOptions { Secrets = Ours });

        report.Failure.Should().BeNull();
        report.Outcome.Should().Be(RunOutcome.Changed);
        report.Steps.Count(step => step.Step.Id == "master/init").Should().Be(1);
        report.Steps.Count(step => step.Step.Id == Milestones.ClusterUp).Should().Be(2);
    }

    [Fact]
    public async Task A_cluster_that_is_as_it_should_be_is_not_changed_and_its_keys_are_adopted()
    {
        var machines = new Machines(Bearing(Seen.Converged())).Have("master", Ours, AllKeys).Have("master2", Ours, AllKeys).Have("master3", Ours, AllKeys).Have("lvs01", Ours, SecretNames.VrrpPassword);
        var folder = new ClusterFolder(this.folder);

        var report = await ApplyAsync(machines, new ApplyOptions { Folder = folder });

        report.Outcome.Should().Be(RunOutcome.NoChange, report.Failure);
        var kept = await folder.LoadSecretsAsync();
        kept!.Id.Should().Be(Ours.Id);
        kept.TryGet(SecretNames.VrrpPassword, out var password).Should().BeTrue();
        Ours.TryGet(SecretNames.VrrpPassword, out var ours);
        password!.Reveal().Should().Be(ours!.Reveal());
    }

    [Fact]
    public async Task What_live_machines_have_goes_before_what_the_folder_has()
    {
        var folder = new ClusterFolder(this.folder);
        await folder.SaveSecretsAsync(ClusterSecrets.Generate());
        var machines = new Machines(Bearing(Seen.Converged())).Have("master", Ours, AllKeys).Have("master2", Ours, AllKeys).Have("master3", Ours, AllKeys);

        var report = await ApplyAsync(machines, new ApplyOptions { Folder = folder });

        report.Outcome.Should().Be(RunOutcome.NoChange, report.Failure);
        (await folder.LoadSecretsAsync())!.Id.Should().Be(Ours.Id);
    }

    [Fact]
    public async Task New_secrets_are_in_the_folder_before_anything_is_changed()
    {
        var folder = new ClusterFolder(this.folder);
        bool? there = null;
        var machines = new Machines(Seen.Bare()) { Changing = _ => there ??= Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Any() };

        var report = await ApplyAsync(machines, new ApplyOptions { Folder = folder });

        report.Outcome.Should().Be(RunOutcome.NoChange, report.Failure);
        there.Should().BeTrue();
        (await folder.LoadSecretsAsync())!.Missing.Should().BeEmpty();
    }

    [Fact]
    public void Options_with_another_handler_are_the_same_otherwise()
    {
        var options = new ApplyOptions
        {
            Folder = new ClusterFolder(folder), Secrets = Ours, Only = "x", OnEvent = _ => { }, MapFiles = files => files, ExtendPlan = plan => plan, MaxRounds = 7, Limit = TimeSpan.FromHours(1), KillToken = new CancellationToken(true),
        };
        Action<RunEvent> handler = _ => { };
        var told = options.Told(handler);

        foreach (var property in typeof(ApplyOptions).GetProperties())
        {
            property.GetValue(options).Should().NotBe(property.GetValue(new ApplyOptions()), "the test must set {0}", property.Name);
            property.GetValue(told).Should().Be(property.Name == nameof(ApplyOptions.OnEvent) ? handler : property.GetValue(options), property.Name);
        }
    }

    [Fact]
    public async Task The_log_of_an_apply_is_in_the_folder_with_every_round_and_no_key()
    {
        var folder = new ClusterFolder(this.folder);
        await folder.SaveSecretsAsync(Ours);
        var machines = new Machines(Seen.Bare(), Bearing(Seen.Converged())).Have("master", Ours, AllKeys).Have("master2", Ours, AllKeys).Have("master3", Ours, AllKeys);
        var told = 0;

        var report = await ApplyAsync(machines, new ApplyOptions { Folder = folder, OnEvent = _ => told++ });

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        var (records, damage) = RunJournal.Read(folder, folder.RunLogs.Single());
        damage.Should().BeNull();
        records.Should().HaveCount(told);
        records.Where(record => record.Event == "runStarted").Select(record => record.Plan).Should().Equal("Look at reference", "Bring up reference", "Look at reference", "Bring up reference");
        records.Count(record => record.Event == "stepEnded" && record.Status == "Changed").Should().Be(report.Steps.Count(step => step.Status == StepStatus.Changed));
        File.ReadAllText(Directory.EnumerateFiles(Path.Combine(folder.Path, "runs")).Single()).Should().NotContain("PRIVATE KEY");
    }

    [Theory]
    [InlineData("master2")]
    [InlineData("lvs02")]
    public async Task An_unreachable_control_plane_or_director_stops_everything_before_it_begins(string machine)
    {
        var machines = new Machines(Seen.Bare());

        var report = await ApplyAsync(machines, new ApplyOptions(), new Refusing(machines.Transport, machine));

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain(machine).And.Contain("Nothing was changed");
        machines.Transport.Commands.Should().BeEmpty();
    }

    [Fact]
    public async Task An_unreachable_worker_is_set_aside_and_the_rest_is_done()
    {
        var machines = new Machines(Seen.Bare());

        var report = await ApplyAsync(machines, new ApplyOptions { Secrets = Ours }, new Refusing(machines.Transport, "node2"));

        report.Outcome.Should().Be(RunOutcome.WorkersSetAside, report.Failure);
        report.Steps.Should().Contain(step => step.Step.Id == "node3/join");
    }

    [Fact]
    public async Task Every_finding_of_the_preflight_is_in_the_one_failure()
    {
        var machines = new Machines(Seen.Bare()
            .But("node1", FactNames.System, "uid=0", "uid=1000").But("lvs02", FactNames.System, "ip-vs=yes", "ip-vs=no").But("master3", FactNames.System, "machine-id=id-master3", "machine-id=id-master"));

        var report = await ApplyAsync(machines, new ApplyOptions { Secrets = Ours });

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().ContainAll("Nothing was changed", "[node1]", "[lvs02]", "master3", "root", "ip-vs", "machine-id-unique");
        machines.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_foreign_cluster_is_never_touched()
    {
        var machines = new Machines(Bearing(Seen.Bare().Live("master")).But("master", FactNames.System, "marker-name=reference", "marker-name=")).Have("master", Ours, AllKeys);

        var report = await ApplyAsync(machines, new ApplyOptions { Secrets = Ours });

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("master").And.Contain("A cluster of others is never touched");
        machines.Changes.Should().BeEmpty();
        machines.Transport.Commands.Should().NotContain(command => command.Command.Contains("file=/etc/kubernetes/$item", StringComparison.Ordinal), "foreign keys are not read");
    }

    [Fact]
    public async Task Two_machines_with_two_CAs_stop_the_run_which_names_both()
    {
        var machines = new Machines(Bearing(Seen.Converged())).Have("master", Ours, AllKeys).Have("master2", ClusterSecrets.Generate(), AllKeys).Have("master3", Ours, AllKeys);

        var report = await ApplyAsync(machines, new ApplyOptions());

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().ContainAll("master2", "master", "pki/ca.crt").And.NotContain("BEGIN");
        machines.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task Given_secrets_of_another_CA_are_refused()
    {
        var machines = new Machines(Bearing(Seen.Converged())).Have("master", Ours, AllKeys).Have("master2", Ours, AllKeys).Have("master3", Ours, AllKeys);

        var report = await ApplyAsync(machines, new ApplyOptions { Secrets = ClusterSecrets.Generate() });

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("another CA");
        machines.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_certificate_whose_key_is_in_the_folder_only_stops_nobody()
    {
        var folder = new ClusterFolder(this.folder);
        await folder.SaveSecretsAsync(Ours);
        var machines = new Machines(Bearing(Seen.Bare().Marks("master", "pki/apiserver.crt"))).Have("master", Ours, SecretNames.CaCertificate);

        var report = await ApplyAsync(machines, new ApplyOptions { Folder = folder });

        report.Outcome.Should().Be(RunOutcome.NoChange, report.Failure);
        (await folder.LoadSecretsAsync())!.Id.Should().Be(Ours.Id);
    }

    [Theory]
    [InlineData(SecretNames.CaCertificate)]
    [InlineData(SecretNames.EtcdCaCertificate)]
    [InlineData(SecretNames.ServiceAccountPublicKey)]
    public async Task A_half_written_pair_whose_other_half_is_nowhere_is_a_failure_in_words(string name)
    {
        var machines = new Machines(Bearing(Seen.Bare().Marks("master", "pki/apiserver.crt"))).Have("master", Ours, name);

        var report = await ApplyAsync(machines, new ApplyOptions());

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain(name).And.NotContain("BEGIN");
        machines.Changes.Should().BeEmpty();
    }

    [Theory]
    [InlineData(SecretNames.CaKey)]
    [InlineData(SecretNames.EtcdCaCertificate)]
    public async Task A_lone_half_is_found_also_where_no_CA_certificate_stands(string name)
    {
        var machines = new Machines(Bearing(Seen.Bare().Marks("master", "pki/apiserver.crt")).But("master", FactNames.System, "ca=" + Ours.Id, "etc-kubernetes=yes")).Have("master", Ours, name);

        var report = await ApplyAsync(machines, new ApplyOptions());

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain($"A control plane has {name}");
        machines.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task Files_below_etc_kubernetes_that_are_no_keys_belong_to_nobody()
    {
        var machines = new Machines(Bearing(Seen.Bare()).But("master", FactNames.System, "uid=0", "uid=0\netc-kubernetes=yes"));

        var report = await ApplyAsync(machines, new ApplyOptions());

        report.Outcome.Should().NotBe(RunOutcome.Failed, report.Failure);
    }

    [Fact]
    public async Task A_run_that_never_comes_to_rest_ends_after_the_rounds_it_may_take()
    {
        var machines = new Machines(_ => true, Bearing(Seen.Converged())).Have("master", Ours, AllKeys).Have("master2", Ours, AllKeys).Have("master3", Ours, AllKeys);

        var report = await ApplyAsync(machines, new ApplyOptions { MaxRounds = 2 });

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().StartWith("After 2 rounds the last one still changed something: ");
        report.Steps.Count(step => step.Step.Id == Milestones.ClusterUp).Should().Be(2);
    }

    [Fact]
    public async Task A_sleeping_cluster_is_woken_without_the_users_steps_and_then_looked_at_again_though_waking_changed_nothing()
    {
        var machines = new Machines(round => false, Bearing(Seen.Bare().Asleep("master", "master2", "master3")), Bearing(Seen.Converged()))
            .Have("master", Ours, AllKeys).Have("master2", Ours, AllKeys).Have("master3", Ours, AllKeys);
        var extended = 0;

        var report = await ApplyAsync(machines, new ApplyOptions { ExtendPlan = plan => { extended++; return plan; } });

        report.Outcome.Should().Be(RunOutcome.NoChange, report.Failure);
        report.Steps.Count(step => step.Step.Id == Milestones.ControlPlaneUp).Should().Be(2);
        report.Steps.Count(step => step.Step.Id == Milestones.ClusterUp).Should().Be(1);
        extended.Should().Be(1);
    }

    [Fact]
    public async Task A_run_for_a_machine_that_is_not_there_says_so()
    {
        var machines = new Machines(Seen.Bare());

        var report = await ApplyAsync(machines, new ApplyOptions { Only = "node7" });

        report.Failure.Should().Be("reference has no machine 'node7'.");
        machines.Transport.Connections.Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_for_one_machine_founds_nothing_where_no_control_plane_answers()
    {
        var machines = new Machines(Seen.Bare());

        var report = await ApplyAsync(machines, new ApplyOptions { Only = "node1", Secrets = Ours });

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("never founds a cluster");
        machines.Changes.Should().BeEmpty();
    }

    /// <summary>Two directors with different passwords do not hear each other, and both are masters.</summary>
    [Theory]
    [InlineData("lvs02", "lvs01 may have it")]
    [InlineData("node1", null)]
    public async Task A_run_for_one_machine_makes_no_password_that_a_director_may_have(string only, string? refusal)
    {
        var cluster = ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithVrrp(VrrpSettings.Compatible)).Build();
        var kept = new ClusterFolder(folder);
        var machines = new Machines(
            Bearing(new Seen(cluster).Live("master", "master2", "master3").OnlyLookedAt(only, "master")),
            Bearing(new Seen(cluster).Live("master", "master2", "master3").Joined("node1").OnlyLookedAt(only, "master"))).Have("master", Ours, AllKeys);

        var report = await cluster.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Only = only, Folder = kept });

        report.Outcome.Should().Be(refusal is null ? RunOutcome.Changed : RunOutcome.Failed, report.Failure);
        (report.Failure?.Contains(refusal ?? "nothing", StringComparison.Ordinal) ?? refusal is null).Should().BeTrue(report.Failure);
        ((await kept.LoadSecretsAsync())?.TryGet(SecretNames.VrrpPassword, out _) ?? false).Should().BeFalse();
    }

    [Fact]
    public async Task A_run_for_one_worker_contacts_it_and_one_control_plane()
    {
        var machines = new Machines(
            Bearing(Seen.Bare().Live("master", "master2", "master3").OnlyLookedAt("node1", "master")),
            Bearing(Seen.Bare().Live("master", "master2", "master3").Joined("node1").OnlyLookedAt("node1", "master"))).Have("master", Ours, AllKeys);

        var report = await ApplyAsync(machines, new ApplyOptions { Only = "node1" });

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        machines.Transport.Connections.Select(target => target.Name).Should().BeEquivalentTo("node1", "master");
        machines.Transport.Commands.Should().NotContain(command => command.Command.Contains("kubeadm init", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_travels_on_standard_input_alone()
    {
        var machines = new Machines(Bearing(Seen.Bare().Live("master")), Bearing(Seen.Converged())).Have("master", Ours, AllKeys).Have("master2", Ours, AllKeys).Have("master3", Ours, AllKeys);

        var report = await ApplyAsync(machines, new ApplyOptions());

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        var token = machines.Changes.Single(command => command.Command.Contains("delete secret", StringComparison.Ordinal)).StandardInput.Trim();
        token.Should().MatchRegex("^[a-z0-9]{6}$");
        machines.Transport.Commands.Should().NotContain(command => command.Command.Contains(token, StringComparison.Ordinal));
        machines.Changes.Count(command => command.StandardInput.Contains(token, StringComparison.Ordinal)).Should().BeGreaterThan(5);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Whoever bears a CA bears ours.</summary>
    private static Seen Bearing(Seen seen)
    {
        var observed = seen.Build();
        foreach (var machine in seen.Cluster.Nodes)
        {
            var text = observed[machine.Name, FactNames.System];
            if (text?.Contains("\nca=", StringComparison.Ordinal) == true)
            {
                seen.But(machine.Name, FactNames.System, SeenTexts.Ca, Ours.Id);
            }
        }

        return seen;
    }

    private static Task<RunReport> ApplyAsync(Machines machines, ApplyOptions options, ITransport? transport = null) =>
        ReferenceClusters.InTheLab.ApplyAsync(new PlanRunner(transport ?? machines.Transport), options);

    /// <summary>A network that has no way to one machine, and knows it at once.</summary>
    private sealed class Refusing(ITransport transport, string machine) : ITransport
    {
        public Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) => target.Name == machine
            ? throw new TransportException(target, TransportFailure.Unreachable, "no route", new SocketException((int)SocketError.HostUnreachable))
            : transport.ConnectAsync(target, cancellationToken);
    }
}
