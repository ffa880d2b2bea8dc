using System.Diagnostics;
using System.Net.NetworkInformation;
using FluentAssertions;

namespace KubeHa.Ssh.Tests;

public sealed class ConnectionLossTests : IDisposable
{
    private readonly Sshd? sshd = Environment.IsPrivilegedProcess ? new Sshd() : null;
    private readonly TemporaryFolder folder = new();

    /// <summary>sshd exchanges keys anew after a gigabyte, or where RekeyLimit says so after an hour; the host key is judged again then.</summary>
    [SshdFact]
    public async Task A_session_outlives_an_exchange_of_new_keys()
    {
        using var sshd = new Sshd("RekeyLimit 1M");
        await using IHostSession session = await new SshTransport(sshd.Options()).ConnectAsync(sshd.Target);

        for (int i = 0; i < 3; i++)
        {
            using var counted = new MemoryStream();
            ExecResult result = await session.ExecuteAsync(new ExecRequest("head -c 3000000 /dev/zero") { StandardOutput = counted });

            result.Succeeded.Should().BeTrue("it is {0}", result);
            counted.Length.Should().Be(3000000);
        }
    }

    [SshdFact]
    public async Task A_stream_of_the_callers_that_fails_is_no_lost_connection()
    {
        using var sshd = new Sshd();
        await using IHostSession session = await new SshTransport(sshd.Options()).ConnectAsync(sshd.Target);
        var closed = new MemoryStream();
        await closed.DisposeAsync();

        await FluentActions.Awaiting(() => session.ExecuteAsync(new ExecRequest("echo something; exec sleep 60") { StandardOutput = closed })).Should().ThrowAsync<ObjectDisposedException>();

        (await session.ExecuteAsync(new ExecRequest("exit 0"))).Succeeded.Should().BeTrue();
    }

    [SshdFact]
    public async Task A_lost_connection_is_unknown_at_once_and_the_command_is_ended_on_the_machine()
    {
        (IHostSession session, Task<ExecResult> running, string process) = await StartedAsync("trap '' TERM; while :; do sleep 1; done");
        var clock = Stopwatch.StartNew();

        sshd!.Stop();

        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15), "the dead peer time is 30 s: this one was told");
        result.Outcome.Should().Be(ExecOutcome.Unknown);
        result.StandardError.Should().Contain("the connection was lost");
        (await session.ExecuteAsync(new ExecRequest("exit 0"))).Outcome.Should().Be(ExecOutcome.NotStarted);
        SpinWait.SpinUntil(() => !Directory.Exists(process), TimeSpan.FromSeconds(60)).Should().BeTrue("the control shell ends what the connection leaves");
        await session.DisposeAsync();
    }

    [SshdFact]
    public async Task After_a_restart_a_new_session_works()
    {
        (IHostSession session, Task<ExecResult> running, _) = await StartedAsync("exec sleep 600");
        sshd!.Stop();
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        await session.DisposeAsync();

        sshd.Start();

        await using IHostSession again = await new SshTransport(sshd.Options()).ConnectAsync(sshd.Target);
        (await again.ExecuteAsync(new ExecRequest("exit 0"))).Succeeded.Should().BeTrue();
    }

    [SshdFact]
    public async Task A_frozen_machine_is_noticed_within_four_intervals_and_does_not_hold_the_caller()
    {
        (IHostSession session, Task<ExecResult> running, _) = await StartedAsync("exec sleep 600", TimeSpan.FromSeconds(1));
        int[] frozen = sshd!.ConnectionProcesses();
        var clock = Stopwatch.StartNew();
        foreach (int id in frozen)
        {
            Run.Program("/bin/kill", "-STOP", $"{id}");
        }

        using var much = new MemoryStream(new byte[20_000_000]);
        Task<ExecResult> writing = session.ExecuteAsync(new ExecRequest("cat") { StandardInput = much });
        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(60));
        ExecResult written = await writing.WaitAsync(TimeSpan.FromSeconds(60));
        await session.DisposeAsync();

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(4 + 15), "a busy machine gets some grace");
        result.Outcome.Should().Be(ExecOutcome.Unknown);
        result.StandardError.Should().Contain("no sign of life");
        written.Outcome.Should().Be(ExecOutcome.Unknown);
    }

    [SshdFact]
    public async Task A_long_silent_command_outlives_many_intervals()
    {
        await using IHostSession session = await new SshTransport(sshd!.Options(keepAlive: TimeSpan.FromSeconds(1))).ConnectAsync(sshd.Target);

        ExecResult result = await session.ExecuteAsync(new ExecRequest("sleep 8; echo still here"));

        result.StandardOutput.Should().Be("still here\n");
    }

    [SshdFact]
    public async Task All_commands_of_a_session_share_one_connection()
    {
        await using IHostSession session = await new SshTransport(sshd!.Options()).ConnectAsync(sshd.Target);

        Task<ExecResult[]> running = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => session.ExecuteAsync(new ExecRequest("sleep 0.3"))));
        int most = 0;
        while (!running.IsCompleted)
        {
            most = Math.Max(most, IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
                .Count(c => c.RemoteEndPoint.Port == sshd.Port && c.State == TcpState.Established));
            await Task.WhenAny(running, Task.Delay(50));
        }

        (await running).Should().OnlyContain(result => result.Succeeded);
        most.Should().Be(1);
    }

    [SshdFact]
    public async Task Nothing_of_a_closed_session_stays_on_the_machine()
    {
        IHostSession session = await new SshTransport(sshd!.Options()).ConnectAsync(sshd.Target);
        ExecResult seen = await session.ExecuteAsync(new ExecRequest("grep -lx $$ /run/kubeha-ssh.*/* /tmp/kubeha-ssh.*/* 2>/dev/null"));
        string own = Path.GetDirectoryName(seen.StandardOutput.Trim())!;
        Directory.Exists(own).Should().BeTrue();

        await session.DisposeAsync();

        SpinWait.SpinUntil(() => !Directory.Exists(own), TimeSpan.FromSeconds(60)).Should().BeTrue();
    }

    [SshdFact]
    public async Task An_sshd_with_few_channels_gets_its_commands_one_after_another()
    {
        foreach ((int channels, int connections) in new[] { (1, 2), (2, 1), (4, 1) })
        {
            using var narrow = new Sshd($"MaxSessions {channels}", "ed25519");
            await using IHostSession session = await new SshTransport(narrow.Options()).ConnectAsync(narrow.Target);

            ExecResult[] results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => session.ExecuteAsync(new ExecRequest($"cat; echo {i}") { StandardInput = new MemoryStream("in "u8.ToArray()) })))
                .WaitAsync(TimeSpan.FromMinutes(2));

            results.Select(result => result.StandardOutput).Should().Equal(Enumerable.Range(0, 12).Select(i => $"in {i}\n"), results[0].StandardError);
            narrow.Log.Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal)).Should().Be(connections, $"with MaxSessions {channels}");
        }
    }

    [SshdFact]
    public async Task On_an_sshd_with_one_channel_a_command_can_be_cancelled_and_ends_with_the_session()
    {
        using var narrow = new Sshd("MaxSessions 1", "ed25519");
        IHostSession session = await new SshTransport(narrow.Options()).ConnectAsync(narrow.Target);
        using var cancel = new CancellationTokenSource();
        Task<ExecResult> first = session.ExecuteAsync(new ExecRequest($"echo >{folder.Path}/begun; sleep 600"), cancel.Token);
        SpinWait.SpinUntil(() => File.Exists($"{folder.Path}/begun"), TimeSpan.FromSeconds(60)).Should().BeTrue();

        await cancel.CancelAsync();
        ExecResult cancelled = await first.WaitAsync(TimeSpan.FromSeconds(60));
        Task<ExecResult> second = session.ExecuteAsync(new ExecRequest($"echo $$ >{folder.Path}/pid.new; mv {folder.Path}/pid.new {folder.Path}/pid; exec sleep 600"));
        SpinWait.SpinUntil(() => File.Exists($"{folder.Path}/pid"), TimeSpan.FromSeconds(60)).Should().BeTrue();
        await session.DisposeAsync();

        cancelled.Signal.Should().Be("TERM");
        (await second.WaitAsync(TimeSpan.FromSeconds(60))).Outcome.Should().Be(ExecOutcome.Unknown);
        string process = $"/proc/{(await File.ReadAllTextAsync($"{folder.Path}/pid")).Trim()}";
        SpinWait.SpinUntil(() => !Directory.Exists(process), TimeSpan.FromSeconds(60)).Should().BeTrue();
    }

    [SshdFact]
    public async Task A_machine_that_vanishes_without_a_word_is_unknown_within_the_dead_peer_time()
    {
        new SshOptions().DeadPeerTimeout.Should().Be(TimeSpan.FromSeconds(30));
        using var relay = new Relay(sshd!.Port);
        SshOptions options = new()
        {
            Port = relay.Port, PrivateKeyFile = sshd.UserKeyFile, Fingerprints = [sshd.Fingerprint("ed25519")], DeadPeerTimeout = TimeSpan.FromSeconds(4),
        };
        await using IHostSession session = await new SshTransport(options).ConnectAsync(sshd.Target);
        using var much = new MemoryStream(new byte[20_000_000]);
        Task<ExecResult> silent = session.ExecuteAsync(new ExecRequest($"echo $$ >{folder.Path}/pid; exec sleep 600"));
        SpinWait.SpinUntil(() => File.Exists($"{folder.Path}/pid"), TimeSpan.FromSeconds(60)).Should().BeTrue();

        relay.FallSilent();
        var clock = Stopwatch.StartNew();
        Task<ExecResult> writing = session.ExecuteAsync(new ExecRequest("cat") { StandardInput = much });
        ExecResult result = await silent.WaitAsync(TimeSpan.FromSeconds(60));
        ExecResult written = await writing.WaitAsync(TimeSpan.FromSeconds(60));

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(4 + 15), "a busy machine gets some grace");
        result.Outcome.Should().Be(ExecOutcome.Unknown);
        result.StandardError.Should().Contain("no sign of life");
        written.Outcome.Should().Be(ExecOutcome.Unknown);
        (await session.ExecuteAsync(new ExecRequest("exit 0"))).Outcome.Should().Be(ExecOutcome.NotStarted);

        // When sshd hears of the end (here at once; else by its own ClientAliveInterval), the command goes.
        relay.Cut();
        string process = $"/proc/{(await File.ReadAllTextAsync($"{folder.Path}/pid")).Trim()}";
        SpinWait.SpinUntil(() => !Directory.Exists(process), TimeSpan.FromSeconds(60)).Should().BeTrue();
    }

    [SshdFact]
    public async Task A_controller_that_is_killed_leaves_nothing_running()
    {
        using var relay = new Relay(sshd!.Port);
        SshOptions options = new() { Port = relay.Port, PrivateKeyFile = sshd.UserKeyFile, Fingerprints = [sshd.Fingerprint("ed25519")] };
        await using IHostSession session = await new SshTransport(options).ConnectAsync(sshd.Target);
        Task<ExecResult> running = session.ExecuteAsync(new ExecRequest($"trap '' TERM; (trap '' TERM; sleep 600) & echo $! >{folder.Path}/pid; wait"));
        SpinWait.SpinUntil(() => File.Exists($"{folder.Path}/pid") && File.ReadAllText($"{folder.Path}/pid").EndsWith('\n'), TimeSpan.FromSeconds(60)).Should().BeTrue();

        relay.Cut(); // what the kernel does to the sockets of a process that is killed

        (await running.WaitAsync(TimeSpan.FromSeconds(60))).Outcome.Should().Be(ExecOutcome.Unknown);
        string process = $"/proc/{(await File.ReadAllTextAsync($"{folder.Path}/pid")).Trim()}";
        SpinWait.SpinUntil(() => !Directory.Exists(process), TimeSpan.FromSeconds(60)).Should().BeTrue();
    }

    [SshdFact]
    public Task An_upload_that_is_cut_off_leaves_no_file() => CutOffAsync(left => left.All(file => Path.GetFileName(file).StartsWith(".kubeha.", StringComparison.Ordinal)));

    [SshdFact]
    public Task An_upload_that_is_cut_off_leaves_no_temporary_file() => CutOffAsync(left => left.Length == 0);

    public void Dispose()
    {
        sshd?.Dispose();
        folder.Dispose();
    }

    private async Task CutOffAsync(Func<string[], bool> holds)
    {
        using var relay = new Relay(sshd!.Port);
        string goal = Directory.CreateDirectory($"{folder.Path}/goal").FullName;
        var transport = new SshTransport(new SshOptions { Port = relay.Port, PrivateKeyFile = sshd.UserKeyFile, Fingerprints = [sshd.Fingerprint("ed25519")] });
        var step = new PlanStep("machine/file", "machine", "The file", new StepAction.WriteFile(
            new ConfigFile("machine", $"{goal}/target", Content.Text(new string('x', 60_000_000)), UnixFileMode.UserRead)));
        Task<RunReport> running = new PlanRunner(transport).RunAsync(Plan.Create("upload", [sshd.Target], [step]), new RunOptions());
        SpinWait.SpinUntil(() => Directory.GetFiles(goal, ".kubeha.*").Any(file => new FileInfo(file).Length > 0), TimeSpan.FromSeconds(60)).Should().BeTrue();

        relay.FallSilent();
        string[] under = Directory.GetFiles(goal);
        relay.Dispose();
        RunReport report = await running.WaitAsync(TimeSpan.FromMinutes(2));

        under.Should().ContainSingle().Which.Should().Contain(".kubeha.", "else it was cut off too late");
        report.Outcome.Should().Be(RunOutcome.Failed);
        SpinWait.SpinUntil(() => Directory.GetFileSystemEntries(goal).Length == 0, TimeSpan.FromSeconds(60));
        holds(Directory.GetFileSystemEntries(goal)).Should().BeTrue();
    }

    private async Task<(IHostSession Session, Task<ExecResult> Running, string Process)> StartedAsync(string command, TimeSpan? keepAlive = null)
    {
        IHostSession session = await new SshTransport(sshd!.Options(keepAlive: keepAlive)).ConnectAsync(sshd.Target);
        string file = $"{folder.Path}/pid";
        Task<ExecResult> running = session.ExecuteAsync(new ExecRequest($"echo $$ >{file}.new; mv {file}.new {file}; {command}"));
        SpinWait.SpinUntil(() => File.Exists(file), TimeSpan.FromSeconds(60)).Should().BeTrue();
        return (session, running, $"/proc/{File.ReadAllText(file).Trim()}");
    }
}
