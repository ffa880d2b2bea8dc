using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>Logins between machines, with real sshds and ssh; and their plans.</summary>
public sealed class LoginTests : IDisposable
{
    private static readonly Cluster Cluster = ReferenceClusters.InTheLab;
    private static readonly IReadOnlyList<MachineLogin> Logins = MachineLogin.Between("master", "master2", "master3");
    private static readonly Lazy<Observations> Seen = new(() => new Observations(Cluster.ControlPlanes.ToDictionary(machine => (machine.Name, FactNames.SshHostKeys), _ => SshPublicKey.Of(SshPublicKey.NewPrivateKey()).ToString())));
    private readonly string path = Directory.CreateTempSubdirectory("kubeha-").FullName;

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public async Task The_masters_log_in_on_each_other_until_it_is_undone()
    {
        if (!LoginMachines.CanRun)
        {
            return;
        }

        const string Stranger = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 somebody";
        const string OwnConfig = "Host elsewhere\n  Port 7";
        using var machines = new LoginMachines(Cluster.ControlPlanes);
        var (runner, options) = (new PlanRunner(machines), new ApplyOptions { Folder = new ClusterFolder(path) });
        await machines.SayAsync("master2", $"umask 077; mkdir -p /root/.ssh; printf '{Stranger}' >/root/.ssh/authorized_keys");
        await machines.SayAsync("master", $"umask 077; mkdir -p /root/.ssh; printf '{OwnConfig}\n' >/root/.ssh/config");

        var first = await Cluster.ApplyLoginsAsync(Logins, runner, options);
        first.Failure.Should().BeNull();
        first.Outcome.Should().Be(RunOutcome.Changed);
        var again = await Cluster.ApplyLoginsAsync(Logins, runner, options);
        again.Outcome.Should().Be(RunOutcome.NoChange, again.Failure);

        foreach (var login in Logins)
        {
            foreach (var name in (string[])[login.To, Address(login.To)])
            {
                (await machines.SayAsync(login.From, $"ssh -o BatchMode=yes {name} 'echo $SSH_CONNECTION'")).Should().MatchRegex($"^{Address(login.From)} [0-9]+ {Address(login.To)} 22$");
            }
        }

        // Nobody asked for this one, and the key is let in from its machine's address only.
        (await machines.SayAsync("master2", $"ssh -o BatchMode=yes -o StrictHostKeyChecking=no -i /root/.ssh/id_kubeha {Address("master3")} true")).Should().Contain("Permission denied");
        (await machines.SayAsync("master", $"ssh -o BatchMode=yes -o BindAddress={Address("master3")} master2 true")).Should().Contain("Permission denied");
        (await machines.SayAsync("master", "stat -c '%a %n' /root/.ssh /root/.ssh/*")).Should().Be(
            "700 /root/.ssh\n600 /root/.ssh/authorized_keys\n600 /root/.ssh/config\n600 /root/.ssh/id_kubeha\n600 /root/.ssh/kubeha_known_hosts");
        (await machines.SayAsync("master2", "cat /root/.ssh/authorized_keys")).Should().MatchRegex($"^{Stranger}\nfrom=\"{Address("master")}\",no-agent-forwarding,[a-zA-Z0-9,-]+ ecdsa-sha2-nistp256 [^ ]+ kubeha:reference:master$");

        var undone = await Cluster.RemoveLoginsAsync(Logins, runner);
        undone.Outcome.Should().Be(RunOutcome.Changed, undone.Failure);
        (await Cluster.RemoveLoginsAsync(Logins, runner)).Outcome.Should().Be(RunOutcome.NoChange);
        (await machines.SayAsync("master2", "cat /root/.ssh/authorized_keys")).Should().Be(Stranger);
        (await machines.SayAsync("master", "cat /root/.ssh/config; ls /root/.ssh")).Should().Be($"{OwnConfig}\nauthorized_keys\nconfig");
        (await machines.SayAsync("master", $"ssh -o BatchMode=yes -o StrictHostKeyChecking=no {Address("master2")} true")).Should().Contain("Permission denied");
    }

    [Fact]
    public async Task A_key_that_was_lost_is_made_anew_and_another_host_key_stops_the_run()
    {
        if (!LoginMachines.CanRun)
        {
            return;
        }

        using var machines = new LoginMachines(Cluster.ControlPlanes.Take(2));
        var runner = new PlanRunner(machines);
        MachineLogin[] logins = [new("master", "master2")];
        (await Cluster.ApplyLoginsAsync(logins, runner, new ApplyOptions { Folder = new ClusterFolder(Path.Combine(path, "first")) })).Failure.Should().BeNull();

        var anew = await Cluster.ApplyLoginsAsync(logins, runner, new ApplyOptions { Folder = new ClusterFolder(Path.Combine(path, "second")) });

        anew.Outcome.Should().Be(RunOutcome.Changed, anew.Failure);
        (await machines.SayAsync("master2", "grep -c kubeha:reference:master /root/.ssh/authorized_keys")).Should().Be("1");

        var secrets = (await new ClusterFolder(Path.Combine(path, "second")).LoadSecretsAsync())!;
        var look = await runner.RunAsync(LoginRunbook.Look(Cluster, logins));
        var plan = LoginRunbook.Install(Cluster, logins, look.Observations, secrets);
        await machines.SayAsync("master2", "rm /etc/ssh/ssh_host_ed25519_key*; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key");
        var refused = await runner.RunAsync(plan, new RunOptions { Secrets = secrets });
        refused.Outcome.Should().Be(RunOutcome.Failed);
        refused.Failure.Should().StartWith("master2: the plan was made when ssh-host-keys was");
    }

    [Fact]
    public void The_plan_reads_back_equal_and_holds_no_private_key()
    {
        var secrets = ClusterSecrets.FromParts(new Dictionary<string, string>());
        secrets = Logins.Select(login => LoginRunbook.SecretOf(login.From)).Distinct().Aggregate(secrets, (known, name) => known.With(name, SshPublicKey.NewPrivateKey()));
        var plan = LoginRunbook.Install(Cluster, Logins, Told(), secrets);

        Plan.FromJson(plan.ToJson()).Should().Be(plan);
        plan.ToJson().Should().Contain("\"secret\": \"ssh/master/id\"").And.NotContain("PRIVATE KEY");
        foreach (var machine in (string[])["master", "master2", "master3"])
        {
            secrets.TryGet(LoginRunbook.SecretOf(machine), out var key);
            plan.ToJson().Should().NotContain(key!.Reveal().Split('\n')[1]);
        }

        plan.Assumptions.Select(assumed => assumed.Host).Should().Equal("master", "master2", "master3");
        plan.ShouldGo("master2/ssh/authorized/master", "master/ssh/proved/master2");
        plan.Steps.Single(step => step.Id == "master3/file/root/.ssh/kubeha_known_hosts").Action.Should().BeOfType<StepAction.WriteFile>().Which.File.Content.ToString().Should().Be($"master,192.168.33.11 {Told()["master", FactNames.SshHostKeys]}\n");
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        var secrets = ClusterSecrets.FromParts(new Dictionary<string, string>());
        ((Action)(() => LoginRunbook.Look(Cluster, [new MachineLogin("master", "nobody")]))).Should().Throw<ArgumentException>().WithMessage("*nobody*");
        ((Action)(() => LoginRunbook.Look(Cluster, [new MachineLogin("master", "master")]))).Should().Throw<ArgumentException>().WithMessage("*two machines*");
        ((Action)(() => LoginRunbook.Install(Cluster, Logins, Observations.None, secrets))).Should().Throw<ArgumentException>().WithMessage("No host keys of*");
        ((Action)(() => LoginRunbook.Install(Cluster, Logins, Told(), secrets))).Should().Throw<ArgumentException>().WithMessage("*no secret ssh/*");

        var mute = new RecordingTransport().OnAny(RecordingTransport.Output(""));
        var report = await Cluster.ApplyLoginsAsync(Logins, new PlanRunner(mute), new ApplyOptions { Folder = new ClusterFolder(path) });
        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("has no host keys");
    }

    [Fact]
    public async Task Every_shell_reads_the_scripts()
    {
        var scripts = new Dictionary<string, string>();
        var secrets = Logins.Select(login => LoginRunbook.SecretOf(login.From)).Distinct().Aggregate(ClusterSecrets.FromParts(new Dictionary<string, string>()), (known, name) => known.With(name, SshPublicKey.NewPrivateKey()));
        foreach (var step in LoginRunbook.Install(Cluster, Logins, Told(), secrets).Steps.Concat(LoginRunbook.Remove(Cluster, Logins).Steps))
        {
            if (step.Action is StepAction.RunScript run)
            {
                scripts[step.Id.Replace('/', '_') + "_script"] = run.Script.Text;
                scripts[step.Id.Replace('/', '_') + "_unless"] = run.Unless!.Text;
            }
        }

        await Shells.ReadAsync(scripts, """
            for shell in sh dash 'busybox sh'; do
              command -v ${shell%% *} >/dev/null || continue
              for script in "$DIR"/*; do $shell -n "$script"; done
            done
            ! command -v shellcheck >/dev/null || shellcheck -s sh -S warning -e SC2034 -f gcc "$DIR"/* || true
            """);
    }

    private static Observations Told() => Seen.Value;

    private static string Address(string machine) => Cluster.Machines.Single(known => known.Name == machine).Address.ToString();
}
