using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using FluentAssertions;

namespace KubeHa.Ssh.Tests;

/// <summary>
/// What every transport must do: the points of docs/conformance.md that need nothing but a transport. Derive, and give a way to a machine that is this one.
/// What belongs to SSH alone (logins, keys, lost connections) has its own tests.
/// </summary>
public abstract class TransportConformance
{
    protected Target Target { get; } = new("machine", IPAddress.Loopback);

    /// <summary>The transport under test.</summary>
    protected abstract ITransport Transport { get; }

    /// <summary>How it shows a command killed by a signal; some know the signal only as exit code 128 and its number.</summary>
    protected virtual ExecResult KilledBy(string signal, int number) => new(ExecOutcome.Completed, null, signal, "", "");

    /// <summary>How it shows a command that was cancelled and seen to end.</summary>
    protected virtual void BeCancelled(ExecResult result, string signal, int number)
    {
        ExecResult expected = KilledBy(signal, number);
        result.Should().BeEquivalentTo(new { expected.Outcome, expected.ExitCode, expected.Signal });
    }

    protected Task<IHostSession> ConnectAsync() => Transport.ConnectAsync(Target);

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
    public async Task Death_by_a_signal_is_told_from_an_exit_code()
    {
        await using IHostSession session = await ConnectAsync();

        ExecResult killed = await session.ExecuteAsync(new ExecRequest("kill -KILL $$"));
        ExecResult terminated = await session.ExecuteAsync(new ExecRequest("kill -TERM $$"));

        killed.Should().BeEquivalentTo(KilledBy("KILL", 9), options => options.Excluding(result => result.StandardError));
        terminated.Should().BeEquivalentTo(KilledBy("TERM", 15), options => options.Excluding(result => result.StandardError));
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

        ExecResult none = await session.ExecuteAsync(new ExecRequest("cat; echo over")).WaitAsync(TimeSpan.FromSeconds(60));
        ExecResult nothing = await session.ExecuteAsync(new ExecRequest("cat; echo over") { StandardInput = empty }).WaitAsync(TimeSpan.FromSeconds(60));

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

        ExecResult result = await session.ExecuteAsync(new ExecRequest("exit 3") { StandardInput = input }).WaitAsync(TimeSpan.FromSeconds(60));

        result.ExitCode.Should().Be(3, "it is {0}", result);
    }

    [SshdFact]
    public async Task Commands_that_leave_their_input_take_nothing_else_with_them()
    {
        await using IHostSession session = await ConnectAsync();
        byte[] bytes = new byte[1_000_000];

        for (int round = 0; round < 20; round++)
        {
            ExecResult[] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => session.ExecuteAsync(new ExecRequest($"head -c {i * 40_000} >/dev/null; exit {i}") { StandardInput = new MemoryStream(bytes) })))
                .WaitAsync(TimeSpan.FromSeconds(60));

            results.Should().BeEquivalentTo(Enumerable.Range(0, 6).Select(i => new ExecResult(ExecOutcome.Completed, i, null, "", "")), options => options.WithStrictOrdering(), $"of round {round}");
        }
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
    public virtual async Task Commands_run_as_root_with_a_full_path_and_a_plain_locale()
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
        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));

        BeCancelled(result, "TERM", 15);
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
        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));

        BeCancelled(result, "KILL", 9);
        Gone(file);
        Gone($"{file}.child");
    }

    [SshdFact]
    public async Task Cancelling_commands_that_leave_their_input_takes_nothing_else_with_them()
    {
        await using IHostSession session = await ConnectAsync();
        string mark = NewMark();
        byte[] bytes = new byte[8_000_000];

        for (int round = 0; round < 3; round++)
        {
            using var cancel = new CancellationTokenSource();
            Task<ExecResult[]> running = Task.WhenAll(Enumerable.Range(0, 6).Select(i => session.ExecuteAsync(new ExecRequest($"head -c {i * 500_000} >/dev/null; echo $$ >/tmp/{mark}.{round}.{i}; sleep 600") { StandardInput = new MemoryStream(bytes) }, cancel.Token)));
            await UntilAsync(() => session.ExecuteAsync(new ExecRequest($"cat /tmp/{mark}.{round}.* | wc -l")), result => result.StandardOutput.Trim() == "6");
            await cancel.CancelAsync();
            ExecResult[] results = await running.WaitAsync(TimeSpan.FromSeconds(60));

            results.Should().NotContain(result => result.Outcome == ExecOutcome.NotStarted).And.NotContain(result => result.StandardError.Contains("connection", StringComparison.Ordinal), $"of round {round}");
            (await session.ExecuteAsync(new ExecRequest("echo here"))).StandardOutput.Should().Be("here\n");
            Array.ForEach([.. Enumerable.Range(0, 6)], i => Gone($"/tmp/{mark}.{round}.{i}"));
        }
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

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(45));
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

        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));
        result.Outcome.Should().Be(ExecOutcome.Unknown);
        Gone(file);
    }

    [SshdFact]
    public async Task A_background_child_that_writes_on_does_not_hang_the_command()
    {
        await using IHostSession session = await ConnectAsync();
        string file = $"/tmp/{NewMark()}";

        ExecResult result = await session.ExecuteAsync(new ExecRequest($"(while :; do echo more; sleep 0.2; done) & echo $! >{file}; exit 4")).WaitAsync(TimeSpan.FromSeconds(60));
        ExecResult lives = await session.ExecuteAsync(new ExecRequest($"kill $(cat {file}); rm {file}"));

        result.ExitCode.Should().Be(4);
        lives.Succeeded.Should().BeTrue();
    }

    [SshdFact]
    public async Task What_travels_on_standard_input_is_in_no_argument_and_no_environment()
    {
        await using IHostSession session = await ConnectAsync();
        string secret = NewMark();

        ExecResult result = await session.ExecuteAsync(new ExecRequest("wc -c; for p in /proc/[0-9]*; do tr '\\000' '\\n' <$p/cmdline; tr '\\000' '\\n' <$p/environ; done 2>/dev/null")
        {
            StandardInput = new MemoryStream(Encoding.ASCII.GetBytes(secret)),
        });

        result.StandardOutput.Should().StartWith($"{secret.Length}\n").And.Contain("/proc/[0-9]*", "else the list shows nothing").And.NotContain(secret);
    }

    [SshdFact]
    public async Task An_upload_is_whole_or_absent_to_every_reader_and_leaves_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        string file = $"{folder.Path}/target";
        string[] versions = [new('a', 3_000_000), new('b', 3_000_000)];
        int reads = 0;
        using var over = new CancellationTokenSource();
        Task<string?> reading = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                string seen = File.Exists(file) ? File.ReadAllText(file) : "";
                reads += seen.Length > 0 ? 1 : 0;
                if (seen.Length > 0 && !versions.Contains(seen))
                {
                    return $"{seen.Length} bytes from {seen[0]} to {seen[^1]}";
                }
            }

            return null;
        });

        for (int i = 0; i < 6; i++)
        {
            var step = new PlanStep("machine/file", "machine", "The file", new StepAction.WriteFile(
                new ConfigFile("machine", file, Content.Text(versions[i % 2]), UnixFileMode.UserRead | UnixFileMode.UserWrite)));
            RunReport report = await new PlanRunner(Transport).RunAsync(Plan.Create("upload", [Target], [step]), new RunOptions());
            report.Outcome.Should().Be(RunOutcome.Changed, report.Failure ?? report.Steps.Single().Message);
        }

        await over.CancelAsync();
        (await reading).Should().BeNull("a reader must see one version or the other");
        reads.Should().BePositive();
        Directory.GetFileSystemEntries(folder.Path).Should().Equal(file);
        Run.Program("/usr/bin/stat", "-c", "%a %U %G", file).Should().Be("600 root root\n");
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
        while (!holds(result) && clock.Elapsed < TimeSpan.FromSeconds(60));
        holds(result).Should().BeTrue($"this was expected to come to hold; last: {result}");
        return result;
    }
}
