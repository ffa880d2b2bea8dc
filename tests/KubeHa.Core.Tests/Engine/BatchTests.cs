using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;
using static KubeHa.Tests.Engine.Runs;

namespace KubeHa.Tests.Engine;

public sealed class BatchTests
{
    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_chain_of_steps_travels_as_one_command_and_each_is_told_of_by_itself(string name)
    {
        using var shell = new RealShell(name);
        var counting = new CountingTransport(shell);
        var file = new ConfigFile("here", shell.At("file"), Content.Concat(Content.Text("two\nlines without an end and a \u001e mark"), Content.Secret("run/x")), UnixFileMode.UserRead);
        var events = new List<RunEvent>();

        var report = await new PlanRunner(counting).RunAsync(
            Plan.Create("test", [RealShell.Here],
            [
                Here("write", new StepAction.WriteFile(file)),
                Here("fact", new StepAction.Observe("text", Sh($"cat {shell.At("file")}; printf '\\n\\n'")), "here/write"),
                Here("absent", new StepAction.Observe("absent", Sh($"echo x; echo y >&2; exit 3")), "here/fact"),
                Here("run", new StepAction.RunScript(Sh($"cat >{shell.At("b")}; echo said; echo wrong >&2"), Unless: Sh($"[ -e {shell.At("b")} ]"), StandardInput: Content.Text("in\0put")), "here/absent"),
                Here("wait", new StepAction.WaitUntil(Sh($"[ -e {shell.At("b")} ]"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)), "here/run"),
                Here("holds", new StepAction.RunScript(Sh($"false"), Unless: Sh($"cat; true")), "here/wait"),
            ]),
            new RunOptions { RunSecrets = _ => new Secret("secret"), OnEvent = events.Add });

        report.Statuses().Should().Equal("here/write Changed", "here/fact Holds", "here/absent Holds", "here/run Changed", "here/wait Holds", "here/holds Holds");
        report.Observations["here", "text"].Should().Be("two\nlines without an end and a \u001e marksecret");
        report.Observations.TryGet("here", "absent", out _).Should().BeFalse();
        File.ReadAllText(shell.At("b")).Should().Be("in\0put");
        counting.Commands.Should().ContainSingle().Which.Should().NotContain("secret");
        events.OfType<RunEvent.StepStarted>().Select(started => started.Step.Id).Should().Equal(report.Steps.Select(result => result.Step.Id));
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task The_first_failure_ends_the_command_and_its_own_errors_are_shown(string name)
    {
        using var shell = new RealShell(name);

        var report = await shell.RunAsync(
            Here("a", new StepAction.RunScript(Sh($"echo of another step >&2; : >{shell.At("a")}"), Unless: Sh($"[ -e {shell.At("a")} ]"))),
            Here("b", new StepAction.RunScript(Sh($"echo the reason >&2; exit 9"), Unless: Sh($"false")), "here/a"),
            Here("c", new StepAction.RunScript(Sh($": >{shell.At("c")}"), Unless: Sh($"[ -e {shell.At("c")} ]")), "here/b"));

        report.Statuses().Should().Equal("here/a Changed", "here/b Failed", "here/c NotStarted");
        report.Steps[1].ExitCode.Should().Be(9);
        report.Failure.Should().Contain("failed with exit code 9").And.Contain("the reason").And.NotContain("of another step");
        File.Exists(shell.At("c")).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_gentle_stop_lets_the_running_step_end_and_begins_no_other(string name)
    {
        using var shell = new RealShell(name);
        using var gentle = new CancellationTokenSource();
        var plan = Plan.Create("test", [RealShell.Here],
        [
            Here("first", new StepAction.RunScript(Sh($": >{shell.At("first")}"), Unless: Sh($"[ -e {shell.At("first")} ]"))),
            Here("long", new StepAction.RunScript(Sh($"until ls {shell.Run}/stop.* >/dev/null 2>&1; do sleep 0.1; done; : >{shell.At("long")}"), Unless: Sh($"[ -e {shell.At("long")} ]")), "here/first"),
            Here("last", new StepAction.RunScript(Sh($": >{shell.At("last")}"), Unless: Sh($"[ -e {shell.At("last")} ]")), "here/long"),
        ]);

        var report = await new PlanRunner(shell).RunAsync(
            plan,
            new RunOptions
            {
                OnEvent = happened =>
                {
                    if (happened is RunEvent.StepStarted { Step.Id: "here/long" })
                    {
                        gentle.Cancel();
                    }
                },
            },
            gentle.Token);

        report.Outcome.Should().Be(RunOutcome.Stopped);
        report.Statuses().Should().Equal("here/first Changed", "here/long Changed", "here/last NotStarted");
        Directory.GetFiles(shell.Run, "stop.*").Should().BeEmpty();
    }

    [Fact]
    public async Task A_step_in_the_middle_that_takes_too_long_is_the_one_that_is_named()
    {
        using var shell = new RealShell("dash");

        var report = await shell.RunAsync(
            Here("a", new StepAction.RunScript(Sh($": >{shell.At("a")}"), Unless: Sh($"[ -e {shell.At("a")} ]"))),
            Here("b", new StepAction.RunScript(Sh($"sleep 60"), Unless: Sh($"false")), "here/a") with { Timeout = TimeSpan.FromSeconds(1) },
            Here("c", new StepAction.RunScript(Sh($"true"), Unless: Sh($"true")), "here/b"));

        report.Statuses().Should().Equal("here/a Changed", "here/b Failed", "here/c NotStarted");
        report.Failure.Should().Contain("'here/b' (here/b) did not end within 1 s");
    }

    [Fact]
    public async Task A_step_without_a_probe_and_a_step_that_waits_for_another_machine_travel_alone()
    {
        var transport = new RecordingTransport().OnAny(RecordingTransport.Changed);
        var counting = new CountingTransport(transport);

        var report = await Runner(counting).RunAsync(PlanOf(
            Run("m1/a"), Run("m1/b", "m1/a"), RunBlind("m1/c", "m1/b"), Run("m1/d", "m1/c"), Run("m1/e", "m1/d"), Run("m2/a", "m1/e"), Run("m1/f", "m1/e", "m2/a"), Run("m2/b", "m1/f")));

        report.Outcome.Should().Be(RunOutcome.Changed);
        counting.Parts.Should().Equal("m1/a m1/b", "m1/c", "m1/d m1/e", "m2/a", "m1/f", "m2/b");
    }

    [Fact]
    public async Task After_a_connection_that_was_lost_in_the_middle_only_what_had_not_ended_is_given_again()
    {
        var transport = new RecordingTransport().LoseConnectionOnce("run m1/b").OnAny(RecordingTransport.Changed);
        var counting = new CountingTransport(transport);

        var report = await Runner(counting).RunAsync(PlanOf(Run("m1/a"), Run("m1/b", "m1/a"), Run("m1/c", "m1/b")));

        report.Statuses().Should().Equal("m1/a Changed", "m1/b Changed", "m1/c Changed");
        counting.Parts.Should().Equal("m1/a m1/b m1/c", "m1/b m1/c");
        transport.Connections.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_first_step_of_a_command_is_told_of_before_the_machine_is_asked()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var transport = new RecordingTransport().OnAny(RecordingTransport.Output("x"));
        var waiting = new WaitingTransport(transport, told.Task);

        var report = await Runner(waiting).RunAsync(PlanOf(Look("m1/a"), Look("m1/b")), new RunOptions { OnEvent = happened => _ = happened is RunEvent.StepStarted { Step.Id: "m1/a" } && told.TrySetResult() });

        report.Outcome.Should().Be(RunOutcome.NoChange, report.Failure);
    }

    [Fact]
    public void What_a_step_writes_comes_out_as_it_was_however_it_is_cut_into_pieces()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var mark = BatchScript.NewMark();
            var texts = Enumerable.Range(0, 4).Select(_ => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => "ab\n\u001e\r é"[random.Next(7)]))).ToArray();
            var stream = System.Text.Encoding.UTF8.GetBytes(string.Concat(texts.Select((text, i) => BatchScript.FrameOf(mark, "begin", i) + text + BatchScript.FrameOf(mark, "end", i, i))));
            var heard = new List<(int, int, string)>();
            using var reader = new BatchReader(mark, _ => { }, (number, code, text) => heard.Add((number, code, text)));

            for (var at = 0; at < stream.Length;)
            {
                var count = Math.Min(stream.Length - at, random.Next(1, 9));
                reader.Write(stream.AsSpan(at, count));
                at += count;
            }

            heard.Should().Equal(texts.Select((text, i) => (i, i, text)));
        }
    }

    [Fact]
    public void More_output_than_is_kept_hides_no_frame()
    {
        var heard = new List<(int Code, int Length)>();
        using var reader = new BatchReader("m", _ => { }, (_, code, text) => heard.Add((code, text.Length)));
        foreach (var part in new[] { BatchScript.FrameOf("m", "begin", 0), new string('x', BatchReader.MostOutput - 3), "y\n", "\u001em ", "end 0 5\n", BatchScript.FrameOf("m", "begin", 1), new string('z', 3 * BatchReader.MostOutput), BatchScript.FrameOf("m", "end", 1, 6) })
        {
            reader.Write(System.Text.Encoding.UTF8.GetBytes(part));
        }

        heard.Should().HaveCount(2);
        heard[0].Code.Should().Be(5);
        heard[1].Code.Should().Be(6);
        heard.Should().OnlyContain(step => step.Length >= BatchReader.MostOutput - 2 && step.Length <= BatchReader.MostOutput + 200);
    }

    private static PlanStep Here(string id, StepAction action, params string[] after) => new($"here/{id}", "here", $"here/{id}", action) { After = after };

    /// <summary>Keeps the commands of steps as they travel.</summary>
    private sealed class CountingTransport(ITransport inner) : ITransport
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<ExecRequest> requests = new();

        public IEnumerable<string> Commands => requests.Select(request => request.Command);

        /// <summary>The ids of the steps of each command.</summary>
        public IEnumerable<string> Parts => requests.Select(request => string.Join(' ', System.Text.RegularExpressions.Regex.Matches(request.Command, "'run (m[0-9]/[a-z])'").Select(match => match.Groups[1].Value)));

        public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) => new Session(this, await inner.ConnectAsync(target, cancellationToken));

        private sealed class Session(CountingTransport transport, IHostSession inner) : IHostSession
        {
            public Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
            {
                if (request.Housekeeping == Housekeeping.None)
                {
                    transport.requests.Enqueue(request);
                }

                return inner.ExecuteAsync(request, cancellationToken);
            }

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }

    /// <summary>Gives no command before a task has ended.</summary>
    private sealed class WaitingTransport(ITransport inner, Task first) : ITransport
    {
        public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) => new Session(await inner.ConnectAsync(target, cancellationToken), first);

        private sealed class Session(IHostSession inner, Task first) : IHostSession
        {
            public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
            {
                await first.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
                return await inner.ExecuteAsync(request, cancellationToken);
            }

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
