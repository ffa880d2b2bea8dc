using FluentAssertions;

namespace KubeHa.Ssh.Tests;

/// <summary>The transport to this machine, as far as it makes sense for one without a login and without a connection.</summary>
public sealed class LocalConformanceTests : TransportConformance
{
    protected override ITransport Transport { get; } = new LocalTransport();

    // .NET tells a child's death by a signal only as an exit code.
    protected override ExecResult KilledBy(string signal, int number) => new(ExecOutcome.Completed, 128 + number, null, "", "");

    // It does not tell apart whether the command or the signal was first.
    protected override void BeCancelled(ExecResult result, string signal, int number) => result.Outcome.Should().Be(ExecOutcome.Unknown);

    [SshdFact]
    public override async Task Commands_run_as_root_with_a_full_path_and_a_plain_locale()
    {
        await using IHostSession session = await ConnectAsync();

        ExecResult result = await session.ExecuteAsync(new ExecRequest("id -u; echo \"$PATH\""));

        result.StandardOutput.Should().Be($"0\n{Environment.GetEnvironmentVariable("PATH")}\n", "user and environment are those of the program");
    }
}
