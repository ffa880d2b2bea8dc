using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests.Engine;

public sealed class LocalTransportTests
{
    [Fact]
    public async Task A_command_gets_its_input_and_gives_both_outputs_and_its_exit_code()
    {
        await using var session = await new LocalTransport().ConnectAsync(RealShell.Here);
        using var input = new MemoryStream("in"u8.ToArray());

        var answer = await session.ExecuteAsync(new ExecRequest("cat; echo err >&2; exit 9") { StandardInput = input });

        answer.Should().Be(new ExecResult(ExecOutcome.Completed, 9, null, "in", "err\n"));
        (await session.ExecuteAsync(new ExecRequest("cat"))).Should().Be(new ExecResult(ExecOutcome.Completed, 0, null, "", ""));
    }

    [Fact]
    public async Task Output_is_capped_and_a_stream_gets_all_of_it()
    {
        await using var session = await new LocalTransport().ConnectAsync(RealShell.Here);
        using var output = new MemoryStream();

        (await session.ExecuteAsync(new ExecRequest("head -c 5000000 /dev/zero; head -c 2000000 /dev/zero >&2"))).Should().Match<ExecResult>(answer =>
            answer.StandardOutput.EndsWith("\n[805696 bytes cut: the output is longer than 4194304 bytes]\n") && answer.StandardError.EndsWith("\n[951424 bytes cut: the output is longer than 1048576 bytes]\n"));
        (await session.ExecuteAsync(new ExecRequest("head -c 5000000 /dev/zero") { StandardOutput = output })).StandardOutput.Should().BeEmpty();
        output.Length.Should().Be(5000000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("trap '' TERM; ")]
    public async Task A_cancelled_command_ends_with_all_its_children_also_where_it_ignores_the_request(string trap)
    {
        await using var session = await new LocalTransport().ConnectAsync(RealShell.Here);
        using var cancel = new CancellationTokenSource();
        using var ids = new CancelOnText(cancel, 3);

        var answer = await session.ExecuteAsync(new ExecRequest($"{trap}sleep 1000 & echo $!; (sleep 1000 & echo $!; wait) & echo $!; wait") { StandardOutput = ids }, cancel.Token);

        answer.Outcome.Should().Be(ExecOutcome.Unknown);
        foreach (var id in ids.Lines)
        {
            // The signal is sent; a busy machine takes a moment to carry it out.
            SpinWait.SpinUntil(() => IsGone(id), TimeSpan.FromSeconds(60)).Should().BeTrue("process {0} is gone or only waits to be reaped", id);
        }
    }

    [Fact]
    public async Task A_child_left_in_the_background_with_our_streams_does_not_hold_the_command()
    {
        await using var session = await new LocalTransport().ConnectAsync(RealShell.Here);
        var clock = Stopwatch.StartNew();

        var answer = await session.ExecuteAsync(new ExecRequest("sleep 30 & echo $!"));

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(25));
        answer.ExitCode.Should().Be(0);
        Process.GetProcessById(int.Parse(answer.StandardOutput, System.Globalization.CultureInfo.InvariantCulture)).Kill();
    }

    private static bool IsGone(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] == 'Z';
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Cancels as soon as a number of lines was written to it.</summary>
    private sealed class CancelOnText(CancellationTokenSource cancel, int count) : MemoryStream
    {
        public string[] Lines => System.Text.Encoding.ASCII.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            if (Lines.Length >= count)
            {
                await cancel.CancelAsync();
            }
        }
    }
}
