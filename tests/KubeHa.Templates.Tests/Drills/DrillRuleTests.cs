using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Drills;

/// <summary>Bounds, outages and scripts: pure functions.</summary>
public sealed class DrillRuleTests
{
    private static readonly Cluster Cluster = ReferenceClusters.InTheLab;

    public static TheoryData<string> Names => [.. DrillScenario.All.Select(scenario => scenario.Name)];

    [Theory]
    [InlineData("director-maintenance", 0.936)]
    [InlineData("director-blind", 2.636)]
    [InlineData("director-loss", 1.536)]
    [InlineData("director-cut", 1.536)]
    [InlineData("apiserver-crash", 5.5)]
    [InlineData("apiserver-hang", 23.5)]
    [InlineData("etcd-member-loss", 11.5)]
    [InlineData("control-plane-loss", 14.5)]
    [InlineData("control-plane-cut", 14.5)]
    [InlineData("scheduler-loss", 0.5)]
    public void The_outage_that_the_default_settings_allow(string name, double seconds) => Bounds(name).Outage(DrillScenario.Find(name)!)!.Seconds.Should().BeApproximately(seconds, 0.001);

    [Theory]
    [InlineData("director-cut", 1.536)]
    [InlineData("director-maintenance", 0.5)]
    [InlineData("apiserver-hang", 0.5)]
    [InlineData("control-plane-cut", 0.5)]
    public void Only_a_director_that_was_cut_off_may_be_noticed_at_its_rejoin(string name, double seconds) => Bounds(name).OutageAtRejoin(DrillScenario.Find(name)!).Seconds.Should().BeApproximately(seconds, 0.001);

    [Fact]
    public void The_fast_settings_allow_less_than_a_second_without_a_director()
    {
        var cluster = ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithFastFailover()).Build();
        var bounds = new DrillBounds(cluster, cluster.LvsPair.Directors[0]);

        bounds.Outage(new DrillScenario.DirectorLoss())!.Seconds.Should().BeLessThan(1.0);
        bounds.Outage(new DrillScenario.ApiServerHang())!.Seconds.Should().BeApproximately(6.0, 0.001);
    }

    [Theory]
    [InlineData("apiserver-hang", HealthCheckKind.Connect, true)]
    [InlineData("etcd-member-loss", HealthCheckKind.Connect, true)]
    [InlineData("apiserver-crash", HealthCheckKind.Connect, false)]
    [InlineData("apiserver-hang", HealthCheckKind.Ready, false)]
    public void What_a_check_of_the_connection_never_sees_is_not_measured(string name, HealthCheckKind kind, bool refused)
    {
        var cluster = ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithHealthCheck(HealthCheckSettings.Default with { Kind = kind })).Build();
        var scenario = DrillScenario.Find(name)!;

        var reasons = DrillGuards.Check(scenario, cluster, new CheckReport([], new RunReport(RunOutcome.NoChange, [], Observations.None)), null, null, new DrillOptions());

        reasons.Any(reason => reason.Contains("a check of the connection alone never does", StringComparison.Ordinal)).Should().Be(refused);
    }

    [Fact]
    public void A_bound_says_how_it_was_computed() => Bounds("director-loss").Outage(new DrillScenario.DirectorLoss())!.Formula
        .Should().Be("3 adverts x 0.3 s + skew (256 - 140) / 256 x 0.3 s + 0.5 s");

    [Theory]
    [InlineData("director-loss", "6.1.0-40-amd64", 3)]
    [InlineData("director-loss", "6.5.0", 3)] // Data on a connection that stood.
    [InlineData("director-blind", "5.14.0-427.el9", 3)]
    [InlineData("director-maintenance", "6.1.0", 1.4)]
    public void A_request_without_a_limit_waits_for_the_clients_kernel(string name, string kernel, double asked) =>
        Bounds(name).LongestWait(DrillScenario.Find(name)!, kernel)!.Seconds.Should().Be(asked + 0.5);

    [Theory]
    [InlineData("6.1.0-40-amd64", 1.0, 3.0, 7.0)]
    [InlineData("5.14.0-427.el9", 1.0, 3.0, 7.0)]
    [InlineData("6.5.0", 1.0, 2.0, 3.0)]
    [InlineData("7.0", 1.0, 2.0, 3.0)]
    [InlineData("", 1.0, 3.0, 7.0)]
    public void A_kernel_has_its_own_times_to_send_a_syn_again(string kernel, params double[] seconds) => SynSchedule.Of(kernel).Take(3).Should().Equal(seconds);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_finds_its_scenario(string name) => DrillScenario.Find(name)!.Name.Should().Be(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Faults_and_their_undoing_are_shell_text(string name)
    {
        var scenario = DrillScenario.Find(name)!;
        if (scenario.NeedsInjector)
        {
            FluentActions.Invoking(() => DrillScripts.Fault(scenario, Cluster.ControlPlanes[0])).Should().Throw<InvalidOperationException>();
            return;
        }

        Syntax(DrillScripts.Fault(scenario, Cluster.ControlPlanes[0]).Text).Should().Be("0 ");
        Syntax(DrillScripts.Undo(scenario, Cluster).Text).Should().Be("0 ");
        DrillScripts.Fault(scenario, Cluster.ControlPlanes[0]).Text.Should().StartWith("systemctl is-active --quiet kubeha-drill-undo.timer || {", "no fault may be made without its undoing");
    }

    /// <summary>The script of a cut is written by another one, whose own syntax says nothing of it.</summary>
    [Fact]
    public void What_a_cut_leaves_to_its_timer_is_shell_text_too()
    {
        var script = DrillScripts.Fault(new DrillScenario.NetworkCut(DrillRole.Director), Cluster.LvsPair.Directors[0]).Text;
        var (from, to) = (script.IndexOf("cat >/run/kubeha/drill/cut.sh <<EOF\n", StringComparison.Ordinal), script.IndexOf("\nEOF\n", StringComparison.Ordinal));
        var (_, written) = Run("interface=eth0\n" + script[from..(to + 5)].Replace("cat >/run/kubeha/drill/cut.sh", "cat", StringComparison.Ordinal));

        written.Should().Contain("device \"eth0\"").And.Contain("\"$@\"").And.Contain("$tool-restore").And.NotContain("\\$");
        Syntax(written).Should().Be("0 ");
    }

    [Fact]
    public void An_outage_ends_with_the_first_attempt_after_the_last_bad_one()
    {
        var outage = Measure(at => at is >= 0 and < 1000 or 1500);

        outage.Length.Should().Be(TimeSpan.FromMilliseconds(1550));
        outage.Bad.Should().Be(21);
        outage.BadBefore.Should().Be(0);
    }

    [Theory]
    [InlineData(2900, 2950, 0)]
    [InlineData(3000, 1000, 1)]
    [InlineData(6000, 1000, 1)]
    public void A_late_answer_alone_is_no_outage_when_two_seconds_were_calm(double late, double length, int afterwards)
    {
        var outage = Measure(at => at is >= 0 and < 1000, at => at == late);

        outage.Length.Should().Be(TimeSpan.FromMilliseconds(length));
        outage.Late.Should().Be(afterwards);
        outage.Calm.Should().Be(TimeSpan.FromMilliseconds(late + 50));
        outage.Bad.Should().Be(21);
        outage.After.Should().Be((int)((8000 - length) / 50));
    }

    [Fact]
    public void An_attempt_that_fails_is_outage_whenever_it_does() => Measure(at => at is >= 0 and < 1000 or 6000).Length.Should().Be(TimeSpan.FromMilliseconds(6050));

    [Fact]
    public void Late_answers_at_the_end_of_what_is_measured_leave_the_outage_as_it_was() => Measure(_ => false, at => at >= 7500).Should().Match<DrillOutage>(outage => outage.Length == TimeSpan.Zero && outage.Late == 10 && outage.Calm == null);

    [Fact]
    public void An_outage_that_does_not_end_is_not_measured() => Measure(at => at >= 0).Length.Should().BeNull();

    [Fact]
    public void Nothing_bad_is_no_outage() => Measure(_ => false).Length.Should().Be(TimeSpan.Zero);

    [Fact]
    public void Bad_attempts_before_the_fault_are_told() => Measure(at => at == -100).BadBefore.Should().Be(1);

    [Fact]
    public void A_paused_prober_is_not_blamed_on_the_server()
    {
        var outage = Measure(_ => false, at => at is >= 2000 and < 2600, new DrillSpan(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(600)));

        outage.Length.Should().Be(TimeSpan.Zero);
        outage.Bad.Should().Be(0);
    }

    [Fact]
    public void What_was_refused_was_refused_whoever_slept() =>
        Measure(at => at is >= 2000 and < 2600, new DrillSpan(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(600))).Length.Should().Be(TimeSpan.FromMilliseconds(2600));

    [Fact]
    public void A_short_pause_of_the_prober_hides_no_outage()
    {
        var attempts = Enumerable.Range(-40, 200).Select(tick => tick * 50.0)
            .Select(at => at is >= 0 and < 1200 ? new DrillAttempt(TimeSpan.FromMilliseconds(at), TimeSpan.FromSeconds(1), null, "timeout") : new DrillAttempt(TimeSpan.FromMilliseconds(at), TimeSpan.FromMilliseconds(5), null, null));

        DrillOutage.Measure(attempts, [new DrillSpan(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(110))], TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2))
            .Length.Should().Be(TimeSpan.FromMilliseconds(1200));
    }

    [Fact]
    public void What_the_prober_did_not_see_right_after_the_fault_is_told_where_nothing_failed_too()
    {
        var outage = Measure(_ => false, new DrillSpan(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), new DrillSpan(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));

        outage.Unseen.Should().Be(TimeSpan.FromSeconds(3), "one lies within the other");
        outage.Watched.Should().Be(TimeSpan.FromSeconds(7.95 - 3));
    }

    [Fact]
    public void A_pause_inside_an_outage_is_told()
    {
        var outage = Measure(at => at is >= 0 and < 2000, new DrillSpan(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(700)));

        outage.Length.Should().Be(TimeSpan.FromSeconds(2));
        outage.Unseen.Should().Be(TimeSpan.FromMilliseconds(700));
    }

    private static DrillOutage Measure(Func<double, bool> bad, params IReadOnlyList<DrillSpan> pauses) => Measure(bad, _ => false, pauses);

    private static DrillOutage Measure(Func<double, bool> bad, Func<double, bool> late, params IReadOnlyList<DrillSpan> pauses) => DrillOutage.Measure(
        Enumerable.Range(0, 200).Select(tick => -2000.0 + (tick * 50)).Select(at => new DrillAttempt(TimeSpan.FromMilliseconds(at), TimeSpan.FromMilliseconds(late(at) ? 300 : 5), null, bad(at) ? "refused" : null)),
        pauses, TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2));

    private static DrillBounds Bounds(string name) => new(Cluster, DrillBounds.HitsDirector(DrillScenario.Find(name)!) ? Cluster.LvsPair.Directors[0] : Cluster.ControlPlanes[2]);

    internal static string Syntax(string script)
    {
        var (code, said) = Run(script, "-n");
        return $"{code} {said}";
    }

    /// <summary>The exit code, and everything that was said.</summary>
    private static (int Code, string Said) Run(string script, params IReadOnlyList<string> options)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec sh \"$@\" 2>&1", "sh", .. options]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
