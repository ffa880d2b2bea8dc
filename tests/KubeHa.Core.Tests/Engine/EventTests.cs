using System.Diagnostics;
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Xunit;
using static KubeHa.ShellScript;
using static KubeHa.Tests.Engine.Runs;

namespace KubeHa.Tests.Engine;

public sealed class EventTests
{
    [Fact]
    public async Task Events_are_numbered_in_order_one_at_a_time_and_all_told_before_the_run_returns()
    {
        var events = new List<RunEvent>();
        var inside = 0;
        var steps = Enumerable.Range(0, 300).Select(i => Look($"m{i % 9 + 1}/{i}")).ToArray();

        await Runner(new RecordingTransport().OnAny(RecordingTransport.Output("x"))).RunAsync(PlanOf(steps), new RunOptions
        {
            OnEvent = happened =>
            {
                Interlocked.Increment(ref inside).Should().Be(1);
                Thread.SpinWait(2000);
                events.Add(happened);
                Interlocked.Decrement(ref inside);
            },
        });

        inside.Should().Be(0);
        events.Select(happened => happened.Sequence).Should().Equal(Enumerable.Range(1, 2 + 9 + 600).Select(i => (long)i));
        events[0].Should().BeOfType<RunEvent.RunStarted>().Which.Steps.Should().Be(300);
        events[^1].Should().BeOfType<RunEvent.RunEnded>().Which.Outcome.Should().Be(RunOutcome.NoChange);
        events.Skip(1).Take(9).Should().AllBeOfType<RunEvent.Connected>();
        events.OfType<RunEvent.StepEnded>().Should().HaveCount(300);
    }

    [Fact]
    public async Task A_handler_that_throws_or_blocks_does_not_break_or_hold_up_the_steps()
    {
        var transport = new RecordingTransport().OnAny(RecordingTransport.Changed);
        var all = new TaskCompletionSource();
        transport.On((_, request) => request.Command.Contains("run m1/b", StringComparison.Ordinal), _ =>
        {
            all.TrySetResult();
            return RecordingTransport.Changed;
        });
        var log = new ListLogger();

        var report = await Runner(transport, log).RunAsync(PlanOf(Run("m1/a"), Run("m1/b", "m1/a")), new RunOptions
        {
            OnEvent = happened =>
            {
                // The first event is held until the last step has run: the scheduler must not wait for us.
                all.Task.Wait(TimeSpan.FromSeconds(20)).Should().BeTrue();
                throw new InvalidOperationException("thrown on purpose");
            },
        });

        report.Outcome.Should().Be(RunOutcome.Changed);
        log.Lines.Should().Contain(line => line.Contains("The handler of event 1 threw InvalidOperationException"));
        log.Lines.Should().Contain("Run ended: Changed");
    }

    [Fact]
    public async Task A_run_and_its_steps_are_spans()
    {
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var mine = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "KubeHa",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        await Runner(new RecordingTransport().OnAny(RecordingTransport.Exit(1))).RunAsync(PlanOf(Run("m1/span")));

        var own = spans.Where(span => span.TraceId == mine.TraceId).ToList();
        own.Select(span => span.OperationName).Should().Equal("kubeha.step", "kubeha.run");
        own[0].ParentSpanId.Should().Be(own[1].SpanId);
        own[0].GetTagItem("kubeha.step").Should().Be("m1/span");
        own.Should().OnlyContain(span => span.Status == ActivityStatusCode.Error);
    }

    [Fact]
    public async Task No_secret_shows_anywhere_but_on_standard_input()
    {
        var secrets = ClusterSecrets.ForTests.With("nfs/password", new Secret("it's $ecret; 'quoted'"));
        var token = new Secret("abcdef.0123456789abcdef");
        var all = secrets.SecretKeys.Select(name => secrets.TryGet(name, out var secret) ? secret.Reveal() : "").Append(token.Reveal()).ToList();
        var content = Content.Concat(secrets.SecretKeys.Select(Content.Secret).Append(Content.Secret("run/join-token")));
        var plan = PlanOf(
            Step("m1/file", new StepAction.WriteFile(new ConfigFile("m1", "/etc/x", content, UnixFileMode.UserRead))),
            Step("m1/input", new StepAction.RunScript(Sh($"cat"), StandardInput: content), "m1/file"),
            Step("m1/wait", new StepAction.WaitUntil(Sh($"true"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), "m1/file"),
            Step("m1/fails", new StepAction.RunScript(Sh($"cat >&2; false"), StandardInput: content), "m1/input"));
        var seen = new List<string> { plan.ToText() };
        var log = new ListLogger();

        foreach (var answer in new Func<RecordedCommand, ExecResult>[]
        {
            command => new ExecResult(ExecOutcome.Completed, 1, null, command.StandardInput, command.StandardInput),
            command => new ExecResult(ExecOutcome.Completed, 75, null, string.Join('\n', all), command.StandardInput),
            command => new ExecResult(ExecOutcome.Unknown, null, null, command.StandardInput, command.StandardInput),
            command => throw new InvalidOperationException(command.StandardInput),
            _ => RecordingTransport.Changed,
        })
        {
            foreach (var failing in new[] { "/etc/x", "sh -c cat <", "sh -c 'cat >&2; false'", "uptime" })
            {
                var transport = new RecordingTransport()
                    .On((_, request) => request.Command.Contains(failing, StringComparison.Ordinal), command => answer(command))
                    .On("uptime", RecordingTransport.Output(""))
                    .OnAny(RecordingTransport.Changed);

                var report = await Runner(transport, log).RunAsync(plan, new RunOptions
                {
                    Secrets = secrets,
                    RunSecrets = _ => token,
                    OnEvent = happened => seen.Add(happened.ToString()),
                });

                seen.AddRange(report.Steps.Select(result => result.ToString()).Append(report.Failure ?? "").Append(report.ToString() ?? ""));
                seen.AddRange(transport.Commands.Select(command => command.ToString()));
                seen.AddRange(transport.Commands.Select(command => command.Command));
                transport.Commands.Should().Contain(command => command.StandardInput.Contains(token.Reveal()), "else this test shows nothing");
                if (report.Outcome == RunOutcome.Failed)
                {
                    seen.Add(report.Invoking(it => it.ThrowIfFailed()).Should().Throw<StepFailedException>().Which.ToString());
                }
            }
        }

        seen.AddRange(log.Lines);
        seen.Add(secrets.ToString() + token + System.Text.Json.JsonSerializer.Serialize(secrets) + System.Text.Json.JsonSerializer.Serialize(token));
        var text = string.Join('\n', seen);
        text.Should().Contain("***").And.Contain("${secret:pki/ca.key}");
        foreach (var line in all.SelectMany(secret => secret.Split('\n')).Where(line => line.Length >= 6 && !line.StartsWith("-----", StringComparison.Ordinal)))
        {
            text.Contains(line, StringComparison.Ordinal).Should().BeFalse("a line of a secret is shown");
        }
    }

    private sealed class ListLogger : ILogger<PlanRunner>
    {
        private readonly Lock gate = new();
        private readonly List<string> lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (gate)
                {
                    return [.. lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (gate)
            {
                lines.Add(formatter(state, exception) + exception);
            }
        }
    }
}
