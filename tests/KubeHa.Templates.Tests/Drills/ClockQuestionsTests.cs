using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Drills;

public sealed class ClockQuestionsTests
{
    private static readonly Machine Machine = ReferenceClusters.InTheLab.LvsPair.Directors[0];

    [Fact]
    public async Task A_machine_with_our_own_clock_is_ahead_by_no_more_than_the_error()
    {
        await using var session = await new LocalTransport().ConnectAsync(Machine.Target);

        var clock = await ClockQuestions.AskAsync(Machine, TimeProvider.System, TimeSpan.FromMinutes(1), async (script, input, output) =>
            (await session.ExecuteAsync(new ExecRequest(script.Text) { StandardInput = input, StandardOutput = output })).Succeeded.Should().BeTrue());

        clock!.Machine.Should().Be(Machine.Name);
        clock.Ahead.Duration().Should().BeLessThanOrEqualTo(clock.Error);
        clock.Error.Should().BeLessThan(TimeSpan.FromSeconds(1), "a busy machine gets some grace");
    }

    [Fact]
    public async Task A_machine_whose_clock_is_ahead_is_seen_to_be()
    {
        await using var session = await new LocalTransport().ConnectAsync(Machine.Target);

        var clock = await ClockQuestions.AskAsync(Machine, new Behind(TimeSpan.FromSeconds(100)), TimeSpan.FromMinutes(1), (script, input, output) =>
            session.ExecuteAsync(new ExecRequest(script.Text) { StandardInput = input, StandardOutput = output }));

        clock!.Ahead.Should().BeCloseTo(TimeSpan.FromSeconds(100), clock.Error);
    }

    [Fact]
    public async Task A_transport_that_passes_nothing_on_while_a_command_runs_gives_no_clock()
    {
        var clock = await ClockQuestions.AskAsync(Machine, TimeProvider.System, TimeSpan.FromMilliseconds(20), async (_, input, output) =>
        {
            using var reader = new StreamReader(input);
            var asked = await reader.ReadToEndAsync();
            await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(asked));
        });

        clock.Should().BeNull();
    }

    [Fact]
    public async Task Files_whose_times_are_whole_seconds_give_no_clock()
    {
        var clock = await ClockQuestions.AskAsync(Machine, TimeProvider.System, TimeSpan.FromSeconds(20), async (_, input, output) =>
        {
            using var reader = new StreamReader(input);
            var number = 0;
            while (await reader.ReadLineAsync() is not null)
            {
                await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{++number}\n"));
            }

            await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, number).Select(index => $"{index}=1700000000.000000000\n"))));
        });

        clock.Should().BeNull();
    }

    private sealed class Behind(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }
}
