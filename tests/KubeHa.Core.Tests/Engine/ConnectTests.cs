using FluentAssertions;
using Xunit;
using static KubeHa.Tests.Engine.Runs;

namespace KubeHa.Tests.Engine;

public sealed class ConnectTests
{
    private static readonly Plan Three = PlanOf(
        Run("cp1/a"), Run("w1/b", "cp1/a"), Run("w1/c", "w1/b"), Milestone("joined", "w1/c", "cp1/a"), Run("cp2/d", "joined"), Run("cp2/e"));

    [Fact]
    public async Task Every_wrong_key_and_login_is_told_at_once_and_nothing_is_run()
    {
        var transport = new RecordingTransport().OnAny(RecordingTransport.Changed)
            .Unreachable("cp1", TransportFailure.HostKeyChanged, "another host key")
            .Unreachable("cp2")
            .Unreachable("w1", TransportFailure.AuthenticationFailed, "key refused");

        var report = await Runner(transport).RunAsync(Three, new RunOptions { MayBeSetAside = new HashSet<string> { "w1" } });

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("cp1 (10.0.0.1): another host key [HostKeyChanged]").And.Contain("cp2 (10.0.0.2): no connection [Unreachable]").And.Contain("w1 (10.0.0.1): key refused [AuthenticationFailed]").And.Contain("3 of 3");
        report.Observations.Unreachable.Keys.Should().Equal("cp2");
        report.Steps.Should().OnlyContain(result => result.Status == StepStatus.NotStarted);
        transport.Commands.Should().BeEmpty();
    }

    [Fact]
    public async Task A_worker_that_cannot_be_reached_is_set_aside_and_the_rest_is_done_in_its_order()
    {
        var events = new List<RunEvent>();
        var transport = new RecordingTransport().OnAny(RecordingTransport.Changed).Unreachable("w1");

        var report = await Runner(transport).RunAsync(Three, new RunOptions { MayBeSetAside = new HashSet<string> { "w1" }, OnEvent = events.Add });

        report.Outcome.Should().Be(RunOutcome.WorkersSetAside);
        report.Statuses().Should().Equal("cp1/a Changed", "w1/b SetAside", "w1/c SetAside", "joined Holds", "cp2/d Changed", "cp2/e Changed");
        report.Observations.Unreachable["w1"].Should().Be("w1 (10.0.0.1): no connection");
        report.Failure.Should().BeNull();
        events.OfType<RunEvent.MachineSetAside>().Should().ContainSingle().Which.Target.Name.Should().Be("w1");
        var commands = transport.Commands.ToList();
        commands.FindIndex(command => command.Starts("cp1/a")).Should().BeLessThan(commands.FindIndex(command => command.Starts("cp2/d")), "w1's steps stand between them in the order");
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_tried_again_and_a_refused_key_is_not()
    {
        var passing = new RecordingTransport().OnAny(RecordingTransport.Changed).Unreachable("cp1", times: 3);
        (await Runner(passing).RunAsync(PlanOf(Run("cp1/a")))).Outcome.Should().Be(RunOutcome.Changed);

        var lasting = new RecordingTransport().OnAny(RecordingTransport.Changed).Unreachable("cp1", times: 4);
        (await Runner(lasting).RunAsync(PlanOf(Run("cp1/a")))).Outcome.Should().Be(RunOutcome.Failed);

        var refused = new RecordingTransport().OnAny(RecordingTransport.Changed).Unreachable("cp1", TransportFailure.AuthenticationFailed, times: 1);
        (await Runner(refused).RunAsync(PlanOf(Run("cp1/a")))).Outcome.Should().Be(RunOutcome.Failed);
        refused.Connections.Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_network_has_waited_for_already_is_not_tried_again()
    {
        var transport = new CountingTransport(target => throw new TransportException(target, TransportFailure.Unreachable, "no route", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostUnreachable)));

        (await Runner(transport).RunAsync(PlanOf(Run("cp1/a")))).Outcome.Should().Be(RunOutcome.Failed);

        transport.Tries.Should().Be(1);
    }

    [Fact]
    public async Task No_more_connections_than_allowed_are_opened_at_once()
    {
        var open = 0;
        var most = 0;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var transport = new CountingTransport(async _ =>
        {
            var now = Interlocked.Increment(ref open);
            InterlockedMax(ref most, now);
            if (now == 3)
            {
                full.TrySetResult();
            }

            await full.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await Task.Yield();
            Interlocked.Decrement(ref open);
        });
        var plan = Plan.Create("many", Enumerable.Range(1, 9).Select(i => Machine($"m{i}")), []);

        (await Runner(transport).RunAsync(plan, new RunOptions { MaxConcurrentConnects = 3 })).Outcome.Should().Be(RunOutcome.NoChange);

        most.Should().Be(3);
        transport.Tries.Should().Be(9);
    }

    [Fact]
    public async Task A_missing_secret_the_wrong_cluster_and_the_test_secrets_stop_a_run_before_it_connects()
    {
        var file = new ConfigFile("cp1", "/x", Content.Concat(Content.Secret("run/join-token"), Content.Secret("nfs/password"), Content.Public("ca-hash")), UnixFileMode.UserRead);
        var plan = PlanOf(Step("cp1/x", new StepAction.WriteFile(file)));
        var transport = new RecordingTransport();

        (await Runner(transport).RunAsync(plan)).Failure.Should().Contain("cp1: step 'cp1/x' needs ${secret:run/join-token}").And.Contain("${secret:nfs/password}").And.Contain("${public:ca-hash}");
        (await Runner(transport).RunAsync(Plan.Create("x", [], [], secretsId: "another"), new RunOptions { Secrets = ClusterSecrets.ForTests })).Failure.Should().Contain("two clusters");
        (await new PlanRunner(transport).RunAsync(PlanOf(Run("cp1/a")), new RunOptions { Secrets = ClusterSecrets.ForTests.With("nfs/password", new Secret("x")) })).Failure.Should().Contain("fixed ones for tests");
        transport.Connections.Should().BeEmpty();
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private sealed class CountingTransport(Func<Target, Task> connect) : ITransport
    {
        private int tries;

        public int Tries => tries;

        public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref tries);
            await connect(target);
            return await new RecordingTransport().ConnectAsync(target, cancellationToken);
        }
    }
}
