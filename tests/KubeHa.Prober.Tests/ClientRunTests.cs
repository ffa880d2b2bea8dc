using FluentAssertions;
using KubeHa.Templates;
using Xunit;

namespace KubeHa.Prober.Tests;

/// <summary>Real TLS on loopback. Bounds are wide: what is shown is that the right thing is blamed.</summary>
public sealed class ClientRunTests
{
    private const int Stop = 19;

    private const int Continue = 18;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);

    // How long a server that was silent may take until it answers fast again.
    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(600);

    [Theory]
    [InlineData("Resets", "reset", "closed", "tls")]
    [InlineData("Hangs", "timeout", "timeout", "timeout")]
    public async Task An_outage_is_measured_from_its_beginning_to_its_end(string mood, params string[] words)
    {
        await using var api = TestApi.Start();
        await using var prober = new ProberRun(api);
        await prober.AttemptsAsync(60);

        var fault = ProberRun.Now;
        api.Mood = Enum.Parse<Mood>(mood);
        await Task.Delay(1500);
        api.Mood = Mood.Well;
        var back = ProberRun.Now;
        await prober.AttemptsAsync(80);
        var seen = await prober.EndAsync(fault);

        // Attempts that hang when the server comes to are answered late: the outage of new ones ends a little before. What is begun later succeeds;
        // how soon after its silence the server answers within a quarter of a second is this machine's affair, which took most of a second now and then, and not the prober's.
        var outage = Measure(seen, back - fault + Slack + Warmth);
        outage.Length.Should().NotBeNull().And.BeGreaterThan(back - fault - Slack).And.BeLessThan(back - fault + Warmth);
        outage.Bad.Should().BeGreaterThan(5);
        var later = seen.Attempts.Where(attempt => attempt.Start > back - fault + Slack).ToList();
        later.Should().HaveCountGreaterThan(30);
        later.Count(attempt => attempt.Succeeded).Should().BeGreaterThan(later.Count * 9 / 10);
        seen.Attempts.Where(attempt => attempt.Error is not null && attempt.End > TimeSpan.Zero && attempt.Start < back - fault).Select(attempt => attempt.Error).Should().BeSubsetOf(words);
    }

    [Fact]
    public async Task Nothing_is_seen_of_a_server_that_is_well()
    {
        await using var api = TestApi.Start();

        // How fast the server is here is not asked: it has the time that a busy machine takes.
        await using var prober = new ProberRun(api, limit: 8000);
        await prober.AttemptsAsync(40);
        var moment = ProberRun.Now;
        await prober.AttemptsAsync(60);
        api.Holder = "master2_2";
        await prober.AttemptsAsync(40);

        var seen = await prober.EndAsync(moment);

        Unpaused(seen).Should().OnlyContain(attempt => attempt.Succeeded && attempt.Connected != null);
        seen.Unlimited.Should().HaveCountGreaterThan(10);
        seen.Writes.Should().Match<DrillWrites>(writes => writes.Acknowledged > 10 && writes.ReadBack && writes.Lost.Count == 0);
        seen.Events.Should().Contain(happened => happened.Kind == DrillEventKind.LeaderMoved && happened.Subject == "kube-scheduler master2");
        seen.Kernel.Should().NotBeEmpty();
        api.ObjectExists.Should().BeFalse("the prober takes its object away");
        api.ClientCertificatesSeen.Should().BeGreaterThan(100, "each attempt has a connection of its own");
    }

    [Fact]
    public async Task A_write_that_was_acknowledged_and_is_gone_is_told()
    {
        await using var api = TestApi.Start();
        api.Forgets = "000004";
        await using var prober = new ProberRun(api);
        await prober.AttemptsAsync(60);

        (await prober.EndAsync(ProberRun.Now)).Writes.Lost.Should().Equal(4);
    }

    [Fact]
    public async Task A_prober_that_was_paused_itself_is_not_blamed_on_the_server()
    {
        await using var api = TestApi.Start();
        await using var prober = new ProberRun(api);
        await prober.AttemptsAsync(60);

        var moment = ProberRun.Now;
        prober.Signal(Stop);
        await Task.Delay(1500);
        prober.Signal(Continue);
        await prober.AttemptsAsync(60);
        var seen = await prober.EndAsync(moment);

        var slept = seen.ReportedPauses.Where(pause => pause.Length > TimeSpan.FromSeconds(1.2) && pause.Length < TimeSpan.FromSeconds(4)).ToList();
        slept.Should().NotBeEmpty();

        // What was under way is excused. What is begun afterwards is the machine's affair, which has two programs to wake and may have one processor for them.
        var woke = slept.Max(pause => pause.End);
        Measure(seen, woke).Should().Match<DrillOutage>(outage => outage.Bad == 0 && outage.Unseen > TimeSpan.Zero);
        seen.Attempts.Should().NotContain(attempt => attempt.Start > woke - TimeSpan.FromSeconds(1) && attempt.Start < woke - TimeSpan.FromSeconds(0.1)).And.Contain(attempt => attempt.Start > woke && attempt.Succeeded);
    }

    /// <summary>What waits when the prober is ended may be what waited longest, and what is silent then was silent: neither is dropped.</summary>
    [Fact]
    public async Task What_never_ended_is_told()
    {
        await using var api = TestApi.Start();
        await using var prober = new ProberRun(api);
        await prober.AttemptsAsync(40);

        var moment = ProberRun.Now;
        api.Mood = Mood.Hangs;
        await prober.AttemptsAsync(40);
        var ending = prober.EndAsync(moment);
        await prober.WritesAsync(line => line.Text("error") == "unfinished");

        api.Mood = Mood.Well;
        var seen = await ending;

        seen.Unlimited.Where(request => request.Error == "unfinished").Should().Contain(request => request.Duration > TimeSpan.FromSeconds(2));
        seen.WatchGaps.Should().Contain(gap => gap.Start < TimeSpan.FromSeconds(1) && gap.Length > TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task It_ends_itself()
    {
        await using var api = TestApi.Start();
        await using var prober = new ProberRun(api, seconds: 2);

        await prober.WritesAsync(line => line.Kind == "end");

        api.ObjectExists.Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"clusters":[{"cluster":{"server":"https://x"}}],"users":[{"user":{"exec":{}}}]}""")]
    public void What_is_no_kubeconfig_is_refused_without_quoting_it(string text) =>
        FluentActions.Invoking(() => ApiAccess.Read(text, new(System.Net.IPAddress.Loopback, 1))).Should().Throw<UsageException>().Which.Message.Should().Contain("kubeconfig");

    private static DrillOutage Measure(DrillSeen seen, TimeSpan until) => DrillOutage.Measure(seen.Attempts, seen.Pauses, TimeSpan.Zero, until, Before);

    private static IEnumerable<DrillAttempt> Unpaused(DrillSeen seen) => seen.Attempts.Where(attempt => !seen.Pauses.Any(pause => attempt.Start < pause.End + TimeSpan.FromSeconds(0.1) && attempt.End > pause.Start - TimeSpan.FromSeconds(0.1)));
}
