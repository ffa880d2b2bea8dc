using System.Diagnostics;
using System.Net.NetworkInformation;
using FluentAssertions;

namespace KubeHa.Ssh.Tests;

public sealed class ConnectionLossTests : IDisposable
{
    private readonly Sshd? sshd = Environment.IsPrivilegedProcess ? new Sshd() : null;
    private readonly TemporaryFolder folder = new();

    [SshdFact]
    public async Task A_lost_connection_is_unknown_at_once_and_the_command_is_ended_on_the_machine()
    {
        (IHostSession session, Task<ExecResult> running, string process) = await StartedAsync("trap '' TERM; while :; do sleep 1; done");
        var clock = Stopwatch.StartNew();

        sshd!.Stop();

        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(20));
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(3));
        result.Outcome.Should().Be(ExecOutcome.Unknown);
        result.StandardError.Should().Contain("the connection was lost");
        (await session.ExecuteAsync(new ExecRequest("exit 0"))).Outcome.Should().Be(ExecOutcome.NotStarted);
        SpinWait.SpinUntil(() => !Directory.Exists(process), TimeSpan.FromSeconds(20)).Should().BeTrue("the control shell ends what the connection leaves");
        await session.DisposeAsync();
    }

    [SshdFact]
    public async Task After_a_restart_a_new_session_works()
    {
        (IHostSession session, Task<ExecResult> running, _) = await StartedAsync("exec sleep 600");
        sshd!.Stop();
        await running.WaitAsync(TimeSpan.FromSeconds(20));
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
        ExecResult result = await running.WaitAsync(TimeSpan.FromSeconds(20));
        ExecResult written = await writing.WaitAsync(TimeSpan.FromSeconds(20));
        await session.DisposeAsync();

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(9));
        result.Outcome.Should().Be(ExecOutcome.Unknown);
        result.StandardError.Should().Contain("no sign of life");
        written.Outcome.Should().Be(ExecOutcome.Unknown);
    }

    [SshdFact]
    public async Task A_long_silent_command_outlives_many_intervals()
    {
        await using IHostSession session = await new SshTransport(sshd!.Options(keepAlive: TimeSpan.FromMilliseconds(300))).ConnectAsync(sshd.Target);

        ExecResult result = await session.ExecuteAsync(new ExecRequest("sleep 4; echo still here"));

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

        SpinWait.SpinUntil(() => !Directory.Exists(own), TimeSpan.FromSeconds(10)).Should().BeTrue();
    }

    [SshdFact]
    public async Task A_machine_that_allows_one_channel_only_says_so()
    {
        using var narrow = new Sshd("MaxSessions 1");
        await using IHostSession session = await new SshTransport(narrow.Options()).ConnectAsync(narrow.Target);

        ExecResult result = await session.ExecuteAsync(new ExecRequest("exit 0")).WaitAsync(TimeSpan.FromSeconds(30));

        result.Outcome.Should().Be(ExecOutcome.NotStarted);
        result.StandardError.Should().Contain("MaxSessions");
    }

    public void Dispose()
    {
        sshd?.Dispose();
        folder.Dispose();
    }

    private async Task<(IHostSession Session, Task<ExecResult> Running, string Process)> StartedAsync(string command, TimeSpan? keepAlive = null)
    {
        IHostSession session = await new SshTransport(sshd!.Options(keepAlive: keepAlive)).ConnectAsync(sshd.Target);
        string file = $"{folder.Path}/pid";
        Task<ExecResult> running = session.ExecuteAsync(new ExecRequest($"echo $$ >{file}.new; mv {file}.new {file}; {command}"));
        SpinWait.SpinUntil(() => File.Exists(file), TimeSpan.FromSeconds(20)).Should().BeTrue();
        return (session, running, $"/proc/{File.ReadAllText(file).Trim()}");
    }
}
