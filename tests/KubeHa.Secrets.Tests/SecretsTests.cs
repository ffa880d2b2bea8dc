using FluentAssertions;
using KubeHa.Crash.Tests;
using KubeHa.Templates;
using Xunit.Abstractions;
using static KubeHa.ShellScript;

namespace KubeHa.Secrets.Tests;

/// <summary>A whole installation, its repair, previews and every kind of failure on simulated machines: no secret is to be seen anywhere.</summary>
public sealed class SecretsTests(ITestOutputHelper output)
{
    private static readonly Content Everything = Content.Concat(
        Content.Secret(SecretNames.CaKey), Content.Text("\n"), Content.Secret(SecretNames.VrrpPassword), Content.Text("\n"),
        Content.Secret(SecretNames.RunJoinToken), Content.Text("\n"), Content.Secret("run/kubeconfig"), Content.Text("\n"));

    private static readonly string[] Places =
    [
        "arguments of programs", "checks", "commands", "environments of programs", "events", "exceptions", "log", "observations", "pages", "plan as JSON", "plan as text", "preview",
        "process list, arguments", "process list, environments", "reports", "run logs", "spans",
    ];

    [SimulationFact]
    public async Task A_whole_run_with_failures_of_every_kind_shows_no_secret_anywhere()
    {
        using var bench = new Bench();

        (await bench.ApplyAsync()).Outcome.Should().Be(RunOutcome.Changed);
        await ConvergedAsync(bench);
        await DriftedAsync(bench);
        await FailingAsync(bench);
        await RefusedAsync(bench);
        (await bench.ApplyAsync()).Outcome.Should().NotBe(RunOutcome.Failed);
        var needles = await bench.EndAsync();

        output.WriteLine($"{needles.All.Count} texts looked for in {string.Join(", ", bench.Seen.Counts.OrderBy(place => place.Key).Select(place => $"{place.Value} {place.Key}"))}");
        needles.All.Values.Distinct().Should().Contain(["join token", "client's key", SecretNames.VrrpPassword, SecretNames.CaKey, "hash of keepalived.conf"]);
        bench.Seen.Counts.Keys.Should().BeEquivalentTo(Places);
        bench.Seen.Has("arguments of programs", "kubeadm init").Should().BeTrue();
        bench.Seen.Has("process list, arguments", "flock").Should().BeTrue();
        bench.Seen.Has("log", "***").Should().BeTrue("what the failing steps printed was taken out, not lost");
        bench.Seen.Find(needles).Should().BeEmpty();
    }

    [SimulationFact]
    public async Task A_secret_in_an_argument_an_environment_or_a_message_is_found_by_that_search()
    {
        using var bench = new Bench();
        var secrets = ClusterSecrets.Generate();
        await bench.Folder.SaveSecretsAsync(secrets);
        secrets.TryGet(SecretNames.VrrpPassword, out var password).Should().BeTrue();
        var input = Content.Concat(Content.Secret(SecretNames.VrrpPassword), Content.Text("\n"));
        Task RunAsync(StepAction action, string name = "Wrong") => bench.RunAsync(Plan.Create(name, [bench.Cluster.ControlPlanes[0].Target], [new PlanStep("cp1/own", "cp1", name, action)]));

        // The process list is looked at again and again: what is to be found there must live for a while.
        await RunAsync(new StepAction.RunScript(Sh($"test {password!.Reveal()} != x; /real/bin/sleep 3")));
        await RunAsync(new StepAction.RunScript(Sh($"read -r it; basename \"$it\""), StandardInput: input));
        await RunAsync(new StepAction.RunScript(Sh($"read -r it; export it; basename x; /real/bin/sleep 3"), StandardInput: input));
        await RunAsync(new StepAction.Check(Sh($"echo f0reign; echo {Bench.ForeignPassword}; exit 1"), "No."));
        await RunAsync(new StepAction.Observe("fact", Sh($"printf %s {Bench.ForeignPassword[..4]}; echo {Bench.ForeignPassword[4..]}")), Bench.ForeignPassword);
        var found = bench.Seen.Find(await bench.EndAsync());

        found.Select(one => one[..one.IndexOf(':', StringComparison.Ordinal)]).Distinct().Should().BeEquivalentTo(Places.Except(["checks", "plan as JSON"]));
        foreach (var place in new[] { "arguments of programs", "commands", "environments of programs", "events", "process list, arguments", "process list, environments" })
        {
            found.Should().Contain(one => one.StartsWith($"{place}: {SecretNames.VrrpPassword}", StringComparison.Ordinal));
        }
    }

    private static async Task ConvergedAsync(Bench bench)
    {
        (await bench.ApplyAsync()).Outcome.Should().Be(RunOutcome.NoChange);
        (await bench.PreviewAsync()).HasChanges.Should().BeFalse();
        await bench.VerifyAsync();
    }

    private static async Task DriftedAsync(Bench bench)
    {
        // A line more, and other keys than ours in files that only members have.
        await File.AppendAllTextAsync(Path.Combine(bench.RootOf("lvs1"), "etc/keepalived/keepalived.conf"), "# by hand\n");
        File.Delete(Path.Combine(bench.RootOf("cp2"), "etc/kubernetes/pki/front-proxy-ca.key"));
        (await bench.PreviewAsync()).HasChanges.Should().BeTrue();
        (await bench.ApplyAsync()).Outcome.Should().Be(RunOutcome.Changed);
    }

    private static async Task FailingAsync(Bench bench)
    {
        var key = Sh($"cat /etc/kubernetes/pki/ca.key");
        (string Name, StepAction Action)[] failing =
        [
            ("prints what it read", new StepAction.RunScript(Sh($"cat >&2; exit 1"), StandardInput: Everything)),
            ("prints what it read, in base64", new StepAction.RunScript(Sh($"base64 >&2; exit 1"), StandardInput: Everything)),
            ("prints what it read, in base64 without line ends", new StepAction.RunScript(Sh($"base64 -w 0 >&2; exit 1"), StandardInput: Everything)),
            ("prints values only", new StepAction.RunScript(Sh($"sed -n 's/^ *client-key-data: //p' >&2; exit 1"), StandardInput: Everything)),
            ("prints what it read and is killed", new StepAction.RunScript(Sh($"cat >&2; kill -KILL $$"), StandardInput: Everything)),
            ("prints what it read and hangs", new StepAction.RunScript(Sh($"cat >&2; exec /real/bin/sleep 600"), StandardInput: Everything)),
            ("is unproven", new StepAction.RunScript(Sh($"cat >/dev/null"), Unless: Sh($"{key} >&2; exit 1"), StandardInput: Everything)),
            ("is traced", new StepAction.RunScript(Sh($"set -x; read -r line; test \"$line\" = x"), StandardInput: Everything)),
            ("checks", new StepAction.Check(Sh($"{key}; exit 1"), "It does not hold.")),
            ("waits", new StepAction.WaitUntil(Sh($"{key}; exit 1"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))),
        ];
        foreach (var (name, action) in failing)
        {
            PlanStep Step(string id, StepAction what, params string[] after) => new(id, "cp1", name, what) { After = after, Timeout = TimeSpan.FromSeconds(3) };
            var (before, last) = (Step("cp1/before", new StepAction.RunScript(Sh($"true"), Unless: Sh($"true"))), Step("cp1/own", action));
            foreach (var steps in new PlanStep[][] { [last], [before, last with { After = ["cp1/before"] }] })
            {
                (await bench.RunAsync(Plan.Create(name, [bench.Cluster.ControlPlanes[0].Target], steps))).Outcome.Should().Be(RunOutcome.Failed, name);
            }
        }

        // And once as one would do it, among all the steps of the cluster.
        (await bench.ApplyAsync(Extended)).Outcome.Should().Be(RunOutcome.Failed);
        await bench.PreviewAsync(Extended);

        Plan Extended(Plan plan) => plan.Add(new PlanStep("cp1/own", "cp1", "Own", new StepAction.Check(Sh($"{key}; exit 1"), "It does not hold.")) { After = [Milestones.ClusterUp] });
    }

    private static async Task RefusedAsync(Bench bench)
    {
        // Somebody else's password on one director, half a pair of keys, a folder that cannot be read, a folder of other secrets.
        var conf = Path.Combine(bench.RootOf("lvs2"), "etc/keepalived/keepalived.conf");
        var text = await File.ReadAllTextAsync(conf);
        await File.WriteAllTextAsync(conf, System.Text.RegularExpressions.Regex.Replace(text, "auth_pass \"[^\"]*\"", $"auth_pass \"{Bench.ForeignPassword}\""));
        (await bench.ApplyAsync()).Failure.Should().Contain(SecretNames.VrrpPassword);
        (await bench.PreviewAsync()).Failure.Should().Contain(SecretNames.VrrpPassword);
        await File.WriteAllTextAsync(conf, text);

        var key = Path.Combine(bench.RootOf("cp2"), "etc/kubernetes/pki/ca.key");
        text = await File.ReadAllTextAsync(key);
        await File.WriteAllTextAsync(key, text.Replace("M", "N", StringComparison.Ordinal));
        (await bench.ApplyAsync()).Outcome.Should().Be(RunOutcome.Failed);
        await File.WriteAllTextAsync(key, text);

        var kept = Path.Combine(bench.Folder.Path, "secrets.json");
        text = await File.ReadAllTextAsync(kept);
        foreach (var damaged in new[] { text[..(text.Length / 2)], text.Replace("M", "N", StringComparison.Ordinal), text.Replace("\"pki/ca.key\"", "\"pki/ca.crt \"", StringComparison.Ordinal) })
        {
            await File.WriteAllTextAsync(kept, damaged);
            bench.Catch(() => bench.Folder.LoadSecretsAsync().GetAwaiter().GetResult());
        }

        await File.WriteAllTextAsync(kept, text);
        Plan? plan = null;
        await bench.ApplyAsync(made => plan = made);
        bench.See(await bench.Cluster.ApplyPlanAsync(Plan.FromJson(plan!.ToJson()), new PlanRunner(new RecordingTransport()), new ApplyOptions { Secrets = ClusterSecrets.Generate() }));
        bench.Catch(() => Plan.FromJson(plan.ToJson().Replace("runScript", "runs", StringComparison.Ordinal)));
    }
}
