using FluentAssertions;
using Xunit;
using static KubeHa.Tests.Engine.Runs;

namespace KubeHa.Tests.Engine;

public sealed class SessionCacheTests
{
    [Fact]
    public async Task Several_plans_in_a_row_take_one_login_for_each_machine()
    {
        var transport = new RecordingTransport().OnAny(RecordingTransport.Changed);
        await using var cache = new SessionCache(transport);
        var runner = Runner(transport).Over(cache);

        for (var round = 0; round < 3; round++)
        {
            (await runner.RunAsync(PlanOf(Run("m1/a"), Run("m2/b")))).Outcome.Should().Be(RunOutcome.Changed);
        }

        transport.Connections.Select(target => target.Name).Should().BeEquivalentTo("m1", "m2");
        runner.Transport.Should().BeSameAs(cache);
    }

    [Fact]
    public async Task A_lost_session_is_replaced_and_a_refused_connection_is_not_remembered()
    {
        var transport = new RecordingTransport().LoseConnectionOnce("m1/a").OnAny(RecordingTransport.Changed).Unreachable("m2", times: 1);
        await using var cache = new SessionCache(transport);

        (await Runner(cache).RunAsync(PlanOf(Run("m1/a"), Run("m2/b")))).Outcome.Should().Be(RunOutcome.Changed);
        (await Runner(cache).RunAsync(PlanOf(Run("m1/a"), Run("m2/b")))).Outcome.Should().Be(RunOutcome.Changed);

        transport.Connections.Select(target => target.Name).Should().BeEquivalentTo("m1", "m1", "m2");
    }

    [Fact]
    public async Task The_sessions_end_with_the_cache()
    {
        var transport = new RecordingTransport().OnAny(RecordingTransport.Holds);
        var cache = new SessionCache(transport);
        var session = await cache.ConnectAsync(Machine("m1"));
        await session.DisposeAsync();
        (await session.ExecuteAsync(new ExecRequest("true"))).Succeeded.Should().BeTrue();

        await cache.DisposeAsync();

        (await session.ExecuteAsync(new ExecRequest("true"))).Outcome.Should().Be(ExecOutcome.NotStarted);
        await cache.Awaiting(it => it.ConnectAsync(Machine("m1"))).Should().ThrowAsync<ObjectDisposedException>();
    }
}
