using System.Diagnostics;
using System.Security.Cryptography;
using FluentAssertions;

namespace KubeHa.Ssh.Tests;

/// <summary>What every transport must do. Derive, and give a way to a machine that is this one.</summary>
public abstract class TransportConformance
{
    /// <summary>The transport under test, or <see langword="null"/> where the test cannot run.</summary>
    protected abstract Task<IHostSession> ConnectAsync();

    [SshdFact]
    public async Task Exit_codes_arrive_as_they_are()
    {
        await using IHostSession session = await ConnectAsync();

        foreach (int code in new[] { 0, 1, 7, 128, 137, 254, 255 })
        {
            ExecResult result = await session.ExecuteAsync(new ExecRequest($"exit {code}"));

            result.Should().BeEquivalentTo(new ExecResult(ExecOutcome.Completed, code, null, "", ""));
        }
    }

    [SshdFact]
    public virtual async Task Death_by_a_signal_is_told_from_an_exit_code()
    {
        await using IHostSession session = await ConnectAsync();

        ExecResult killed = await session.ExecuteAsync(new ExecRequest("kill -KILL $$"));
        ExecResult terminated = await session.ExecuteAsync(new ExecRequest("kill -TERM $$"));

        killed.Should().BeEquivalentTo(new ExecResult(ExecOutcome.Completed, null, "KILL", "", ""));
        terminated.Should().BeEquivalentTo(new ExecResult(ExecOutcome.Completed, null, "TERM", "", ""));
        killed.Succeeded.Should().BeFalse();
    }

    [SshdFact]
    public async Task Streams_are_separate_and_untouched()
    {
        await using IHostSession session = await ConnectAsync();
        using var bytes = new MemoryStream();

        ExecResult result = await session.ExecuteAsync(new ExecRequest(@"printf 'a\r\n\000\377\036b'; printf 'err\r\nno newline' >&2") { StandardOutput = bytes });

        result.Succeeded.Should().BeTrue();
        bytes.ToArray().Should().Equal((byte)'a', (byte)'\r', (byte)'\n', 0, 0xFF, 0x1E, (byte)'b');
        result.StandardOutput.Should().BeEmpty();
        result.StandardError.Should().Be("err\r\nno newline");
    }

    [SshdFact]
    public async Task Fifty_megabytes_of_output_are_cut_and_it_is_said()
    {
        await using IHostSession session = await ConnectAsync();

        ExecResult result = await session.ExecuteAsync(new ExecRequest("echo head; head -c 50000000 /dev/zero | tr '\\000' x; head -c 3000000 /dev/zero | tr '\\000' e >&2"));

        result.Succeeded.Should().BeTrue();
        result.StandardOutput.Should().StartWith("head\nxxx").And.EndWith($"\n[{50000005 - (4 * 1024 * 1024)} bytes cut: the output is longer than {4 * 1024 * 1024} bytes]\n");
        result.StandardError.Should().StartWith("eee").And.EndWith($"\n[{3000000 - (1024 * 1024)} bytes cut: the output is longer than {1024 * 1024} bytes]\n");
    }

    [SshdFact]
    public async Task Fifty_megabytes_pass_whole_into_a_stream()
    {
        await using IHostSession session = await ConnectAsync();
        using var counted = new MemoryStream();

        ExecResult result = await session.ExecuteAsync(new ExecRequest("head -c 50000000 /dev/zero") { StandardOutput = counted });

        result.Succeeded.Should().BeTrue();
        counted.Length.Should().Be(50000000);
    }

    [SshdFact]
    public async Task No_input_is_end_of_file_at_once()
    {
        await using IHostSession session = await ConnectAsync();
        using var empty = new MemoryStream();

        ExecResult none = await session.ExecuteAsync(new ExecRequest("cat; echo over")).WaitAsync(TimeSpan.FromSeconds(20));
        ExecResult nothing = await session.ExecuteAsync(new ExecRequest("cat; echo over") { StandardInput = empty }).WaitAsync(TimeSpan.FromSeconds(20));

        none.StandardOutput.Should().Be("over\n");
        nothing.StandardOutput.Should().Be("over\n");
    }

    [SshdFact]
    public async Task Five_megabytes_of_input_arrive_unchanged()
    {
        await using IHostSession session = await ConnectAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(5_000_000);
        using var input = new MemoryStream(bytes);

        ExecResult result = await session.ExecuteAsync(new ExecRequest("sha256sum") { StandardInput = input });

        result.StandardOutput.Should().Be($"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  -\n");
    }

    [SshdFact]
    public async Task A_command_that_leaves_its_input_still_ends()
    {
        await using IHostSession session = await ConnectAsync();
        using var input = new MemoryStream(new byte[20_000_000]);

        ExecResult result = await session.ExecuteAsync(new ExecRequest("exit 3") { StandardInput = input }).WaitAsync(TimeSpan.FromSeconds(20));

        result.ExitCode.Should().Be(3);
    }

    [SshdFact]
    public async Task A_command_that_reads_cannot_eat_the_script()
    {
        await using IHostSession session = await ConnectAsync();
        using var input = new MemoryStream("exit 9\n"u8.ToArray());

        ExecResult result = await session.ExecuteAsync(new ExecRequest("cat >/dev/null\necho second\ncat\necho third") { StandardInput = input });

        result.Should().BeEquivalentTo(new ExecResult(ExecOutcome.Completed, 0, null, "second\nthird\n", ""));
    }

    [SshdFact]
    public async Task Commands_longer_than_an_argument_may_be_run()
    {
        await using IHostSession session = await ConnectAsync();

        foreach (int length in new[] { 50_000, 60_500, 61_000, 62_000, 100_000, 131_071, 131_073, 1_000_000 })
        {
            string padding = new('x', length);

            ExecResult result = await session.ExecuteAsync(new ExecRequest($"a='{padding}'; echo ${{#a}}; cat") { StandardInput = new MemoryStream("in"u8.ToArray()) });

            result.StandardError.Should().BeEmpty();
            result.StandardOutput.Should().Be($"{length}\nin");
        }
    }

    [SshdFact]
    public async Task Every_character_of_a_command_arrives()
    {
        await using IHostSession session = await ConnectAsync();
        const string Text = "quote ' double \" dollar $HOME tick `id` bang ! back \\ \\n star * tab \t line\nümläut 漢字 🙂 # ; & | < > ~ [x] {a,b}";

        ExecResult result = await session.ExecuteAsync(new ExecRequest($"printf %s '{Text.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

        result.StandardOutput.Should().Be(Text);
    }

    [SshdFact]
    public async Task Commands_run_as_root_with_a_full_path_and_a_plain_locale()
    {
        await using IHostSession session = await ConnectAsync();

        ExecResult result = await session.ExecuteAsync(new ExecRequest("id -u; echo $PATH; echo $LC_ALL; umask; pwd"));

        result.StandardOutput.Should().Be("0\n/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nC\n0022\n/\n");
    }

    [SshdFact]
    public async Task Cancelling_ends_the_command_and_its_children()
    {
        await using IHostSession session = await ConnectAsync();
        string file = $"/tmp/{NewMark()}";
        using var cancel = new CancellationTokenSource();

        Task<ExecResult> running = session.ExecuteAsync(new ExecRequest($"sleep 600 & echo $! >{file}; wait"), cancel.Token);
        await UntilAsync(() => session.ExecuteAsync(new ExecRequest($"test -s {file}")), result => result.Succeeded);
        await cancel.CancelAsync();
        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(30));

        result.Should().BeEquivalentTo(new { Outcome = ExecOutcome.Completed, Signal = "TERM" });
        Gone(file);
    }

    [SshdFact]
    public async Task Cancelling_ends_also_what_ignores_TERM()
    {
        await using IHostSession session = await ConnectAsync();
        string file = $"/tmp/{NewMark()}";
        using var cancel = new CancellationTokenSource();

        Task<ExecResult> running = session.ExecuteAsync(
            new ExecRequest($"trap '' TERM; (trap '' TERM; echo $$ >{file}; while :; do sleep 1; done) & echo $! >{file}.child; while :; do sleep 1; done"), cancel.Token);
        await UntilAsync(() => session.ExecuteAsync(new ExecRequest($"test -s {file} && test -s {file}.child")), result => result.Succeeded);
        await cancel.CancelAsync();
        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(30));

        result.Should().BeEquivalentTo(new { Outcome = ExecOutcome.Completed, Signal = "KILL" });
        Gone(file);
        Gone($"{file}.child");
    }

    [SshdFact]
    public async Task What_is_cancelled_before_it_starts_never_runs()
    {
        await using IHostSession session = await ConnectAsync();
        string file = $"/tmp/{NewMark()}";
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        ExecResult result = await session.ExecuteAsync(new ExecRequest($"touch {file}"), cancel.Token);

        result.Outcome.Should().Be(ExecOutcome.NotStarted);
        File.Exists(file).Should().BeFalse();
    }

    [SshdFact]
    public async Task A_background_child_that_holds_the_output_does_not_hang_the_command()
    {
        await using IHostSession session = await ConnectAsync();
        var clock = Stopwatch.StartNew();

        ExecResult result = await session.ExecuteAsync(new ExecRequest("sleep 60 & echo $!; exit 4"));

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
        result.ExitCode.Should().Be(4);
        string child = result.StandardOutput.Trim();
        ExecResult lives = await session.ExecuteAsync(new ExecRequest($"kill {child}"));
        lives.Succeeded.Should().BeTrue("a child that was left in the background is the command's own affair");
    }

    [SshdFact]
    public async Task More_commands_than_a_connection_carries_wait_their_turn()
    {
        await using IHostSession session = await ConnectAsync();

        ExecResult[] results = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => session.ExecuteAsync(new ExecRequest($"sleep 0.1; echo {i}"))));

        results.Select(result => result.StandardOutput).Should().Equal(Enumerable.Range(0, 30).Select(i => $"{i}\n"));
    }

    [SshdFact]
    public async Task A_closed_session_starts_nothing()
    {
        IHostSession session = await ConnectAsync();
        await session.DisposeAsync();
        await session.DisposeAsync();

        ExecResult result = await session.ExecuteAsync(new ExecRequest("exit 0"));

        result.Outcome.Should().Be(ExecOutcome.NotStarted);
    }

    [SshdFact]
    public async Task Closing_a_session_ends_what_runs_in_it()
    {
        IHostSession session = await ConnectAsync();
        string file = $"/tmp/{NewMark()}";
        Task<ExecResult> running = session.ExecuteAsync(new ExecRequest($"echo $$ >{file}; exec sleep 600"));
        await UntilAsync(() => session.ExecuteAsync(new ExecRequest($"test -s {file}")), result => result.Succeeded);
        await session.DisposeAsync();

        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(20));
        result.Outcome.Should().Be(ExecOutcome.Unknown);
        Gone(file);
    }

    /// <summary>The process whose number stands in the file ends soon; one that only nobody has waited for yet (Z) is gone.</summary>
    protected static void Gone(string file)
    {
        string status = $"/proc/{File.ReadAllText(file).Trim()}/status";
        File.Delete(file);
        SpinWait.SpinUntil(() => !File.Exists(status) || ReadOrEmpty(status).Contains("State:\tZ", StringComparison.Ordinal) || ReadOrEmpty(status).Length == 0,
            TimeSpan.FromSeconds(15)).Should().BeTrue($"{status} should be gone");
    }

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    protected static string NewMark() => $"kubeha-test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";

    protected static async Task<ExecResult> UntilAsync(Func<Task<ExecResult>> look, Func<ExecResult, bool> holds)
    {
        var clock = Stopwatch.StartNew();
        ExecResult result;
        do
        {
            result = await look();
        }
        while (!holds(result) && clock.Elapsed < TimeSpan.FromSeconds(20));
        holds(result).Should().BeTrue($"this was expected to come to hold; last: {result}");
        return result;
    }
}
