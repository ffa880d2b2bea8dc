using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Drills;

public sealed class DrillTests
{
    [Fact]
    public async Task The_timer_is_armed_before_the_fault_and_everything_is_taken_away_again()
    {
        var bench = new DrillBench();

        var report = await bench.RunAsync(new DrillScenario.DirectorMaintenance());

        bench.Did.Should().Equal(
            "ready", "ready", "ready",
            "upload client", "start client", "upload lvs01", "start lvs01", "upload lvs02", "start lvs02", "attempts",
            "arm lvs01", "holds", "attempts", "fault lvs01", "undo lvs01",
            "collect client", "clean client", "collect lvs01", "clean lvs01", "collect lvs02", "clean lvs02");
        report.Reasons.Should().BeEmpty();
        report.Verdict.Should().Be(DrillVerdict.Passed);
    }

    [Fact]
    public async Task Several_in_a_row_verify_once_between_two_of_them()
    {
        var bench = new DrillBench();

        var reports = await bench.RunAsync(new DrillScenario.DirectorMaintenance(), times: 3);

        reports.Should().HaveCount(3).And.OnlyContain(report => report.Verdict == DrillVerdict.Passed && report.Before.Count > 0);
        bench.Verifications.Should().Be(4);
        bench.Did.Count(what => what == "fault lvs01").Should().Be(3);
    }

    [Fact]
    public async Task Several_in_a_row_end_with_one_that_is_refused()
    {
        var bench = new DrillBench { Restless = true };

        var reports = await bench.RunAsync(new DrillScenario.DirectorMaintenance(), times: 3);

        reports.Should().ContainSingle().Which.Verdict.Should().Be(DrillVerdict.Refused);
    }

    [Fact]
    public async Task A_director_that_lost_the_virtual_ip_meanwhile_is_not_hit()
    {
        var bench = new DrillBench { Moved = true };

        var report = await bench.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Reasons.Should().ContainSingle().Which.Should().StartWith("lvs01: 192.168.33.130 has moved away");
        bench.Did.Should().NotContain("fault lvs01").And.Contain("undo lvs01");
    }

    [Fact]
    public void Undone_while_it_rests_a_fault_is_not_made_any_more()
    {
        foreach (var scenario in DrillScenario.All.Where(known => !known.NeedsInjector && known is not DrillScenario.NetworkCut))
        {
            var script = DrillScripts.Fault(scenario, DrillBench.Target(scenario)).Text;

            var (rest, look, fault) = (script.IndexOf("sleep 3\n", StringComparison.Ordinal), script.IndexOf("undone ] || {", StringComparison.Ordinal), script.IndexOf(": >/run/kubeha/drill/fault", StringComparison.Ordinal));
            rest.Should().BePositive().And.BeLessThan(look, "{0}: what was undone meanwhile must be seen after the rest", scenario.Name);
            look.Should().BeLessThan(fault);
        }
    }

    [Fact]
    public async Task What_was_measured_stands_beside_its_bound()
    {
        var report = await new DrillBench().RunAsync(new DrillScenario.DirectorMaintenance());

        var outage = report.Figure(DrillFigures.Outage)!;
        outage.Measured.Should().BeApproximately(0.4, 0.1);
        outage.Bound.Should().BeApproximately(0.936, 0.001);
        outage.Formula.Should().Be("0.3 s, systemd stops keepalived + skew (256 - 140) / 256 x 0.3 s, after the master said that it leaves + 0.5 s");
        outage.Holds.Should().BeTrue();
        report.Figure(DrillFigures.LongestWait)!.Should().BeEquivalentTo(new { Measured = 0.9, Bound = 1.9, Holds = true });
        report.Figure(DrillFigures.LostWrites)!.Should().BeEquivalentTo(new { Measured = 0.0, Bound = 0.0, Holds = true });
        report.Events.Should().Contain(happened => happened.Kind == DrillEventKind.VirtualIpGained && happened.Machine == "lvs02");
        report.Writes.Should().Be(new DrillWrites(2, 1, [], true));
        report.ClientKernel.Should().Be("6.1.0");
        report.Clocks.Select(clock => clock.Machine).Should().Equal("client", "lvs01", "lvs02");
        DrillReport.FromJson(report.ToJson()).Should().BeEquivalentTo(report);
    }

    /// <summary>The machine of the bench undoes 8.525 s after the fault, and the drill began long before: two seconds and what an attempt may take (0.25 s) are left out, and no more.</summary>
    [Theory]
    [InlineData(6.0, false)]
    [InlineData(6.2, false)]
    [InlineData(6.3, true)]
    [InlineData(8.4, true)]
    public async Task What_is_under_way_when_the_undoing_begins_is_no_outage_of_the_fault(double stray, bool passes)
    {
        var report = await new DrillBench { Stray = TimeSpan.FromSeconds(stray) }.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Figure(DrillFigures.Outage)!.Holds.Should().Be(passes, report.Figure(DrillFigures.Outage)!.ToString());
    }

    [Theory]
    [InlineData(6.05, 5, true)]
    [InlineData(6.0, 6, false)]
    public async Task Late_answers_after_the_outage_are_counted_and_one_in_twenty_is_the_most(double from, int late, bool passes)
    {
        var report = await new DrillBench { LateFrom = TimeSpan.FromSeconds(from) }.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Figure(DrillFigures.Outage)!.Measured.Should().BeApproximately(0.4, 0.1);
        report.Figure(DrillFigures.LateAfterwards)!.Should().BeEquivalentTo(new { Measured = (double)late, Bound = 5.0, Holds = passes });
        report.Figure(DrillFigures.Calm)!.Measured.Should().BeNull("the last one that was looked at was late");
    }

    [Fact]
    public async Task How_the_machine_comes_back_is_watched_before_anything_is_verified()
    {
        var report = await new DrillBench().RunAsync(new DrillScenario.DirectorMaintenance());

        report.Events.Where(happened => happened.Kind == DrillEventKind.Done).Select(happened => happened.Subject.Split(' ')[0]).Should().ContainInOrder("undoing", "watching", "verifying", "ending");
        (await new DrillBench().RunAsync(new DrillScenario.DirectorLoss())).Figure(DrillFigures.Outage + DrillFigures.AtRejoin).Should().BeNull("a machine without power comes back during the verification");
    }

    /// <summary>What is undone may not be noticed: only of a director that was cut off a takeover is allowed.</summary>
    [Theory]
    [InlineData(0.4, true, "outage-at-rejoin 0.425 s, within 0.5 s")]
    [InlineData(0.6, false, "outage-at-rejoin 0.625 s, NOT within 0.5 s")]
    [InlineData(20, false, "outage-at-rejoin not seen, NOT within 0.5 s")]
    public async Task An_outage_when_the_fault_is_undone_fails_too(double seconds, bool passes, string said)
    {
        var report = await new DrillBench { Outage = TimeSpan.Zero, OutageAtRejoin = TimeSpan.FromSeconds(seconds) }.RunAsync(new DrillScenario.LeaderLoss(DrillLeader.Scheduler));

        report.Figure(DrillFigures.Outage + DrillFigures.AtRejoin)!.ToString().Should().StartWith(said);
        report.Reasons.Any(reason => reason.StartsWith(DrillFigures.Outage + DrillFigures.AtRejoin, StringComparison.Ordinal)).Should().Be(!passes, string.Join("; ", report.Reasons));
    }

    [Fact]
    public async Task An_outage_over_its_bound_fails_with_the_formula()
    {
        var report = await new DrillBench { Outage = TimeSpan.FromSeconds(1.2) }.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Verdict.Should().Be(DrillVerdict.Failed);
        report.Reasons.Should().ContainSingle().Which.Should().StartWith("outage 1.2").And.Contain("NOT within 0.936 s = 0.3 s");
    }

    [Fact]
    public async Task A_lost_acknowledged_write_fails()
    {
        var report = await new DrillBench { Lost = [1] }.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Reasons.Should().ContainSingle().Which.Should().StartWith("lost-writes 1");
    }

    [Fact]
    public async Task Nothing_acknowledged_is_not_nothing_lost()
    {
        var report = await new DrillBench { Acknowledges = false }.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Reasons.Should().ContainSingle().Which.Should().StartWith("lost-writes not seen");
    }

    /// <summary>A director alone that goes on sending connections to a dead server would be overlooked.</summary>
    [Theory]
    [InlineData("lvs02", "What the prober saw on lvs02 could not be read.")]
    [InlineData("client", "What the prober saw on client could not be read: nothing was measured.")]
    public async Task What_a_prober_saw_and_cannot_tell_fails_the_drill(string machine, string reason) =>
        (await new DrillBench { Unreadable = machine }.RunAsync(new DrillScenario.ApiServerCrash("master3"))).Reasons.Should().Contain(reason);

    [Fact]
    public async Task A_takeover_that_nobody_saw_fails()
    {
        var report = await new DrillBench { Takeover = TimeSpan.FromSeconds(-1) }.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Reasons.Should().ContainSingle().Which.Should().StartWith("vip-moved not seen");
    }

    [Fact]
    public async Task A_prober_that_slept_through_the_outage_proves_nothing()
    {
        var report = await new DrillBench { ProberPause = TimeSpan.FromSeconds(2), Outage = TimeSpan.FromSeconds(3) }.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Reasons.Should().Contain(reason => reason.StartsWith("The prober itself did not run for 2.000 s", StringComparison.Ordinal));
        report.ProberGaps.Should().ContainSingle().Which.Length.Should().Be(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Cancelled_in_the_middle_the_fault_is_undone_at_once()
    {
        var bench = new DrillBench();
        using var cancel = new CancellationTokenSource();
        var running = bench.RunAsync(new DrillScenario.ApiServerCrash("master2"), cancellationToken: cancel.Token, window: TimeSpan.FromMinutes(10));
        await WaitAsync(() => bench.Did.Contains("fault master2"));

        await cancel.CancelAsync();
        var report = await running;

        report.Verdict.Should().Be(DrillVerdict.Cancelled);
        bench.Did.SkipWhile(what => what != "fault master2").Should().Equal(
            "fault master2", "undo master2", "collect client", "clean client", "collect lvs01", "clean lvs01", "collect lvs02", "clean lvs02", "clean master2");
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_keep_the_fault_from_being_undone()
    {
        var bench = new DrillBench();

        await bench.RunAsync(new DrillScenario.DirectorMaintenance(), options => new DrillOptions
        {
            Prober = options.Prober, Pause = options.Pause, Window = options.Window, VerifyLimit = options.VerifyLimit, Verification = options.Verification,
            OnProgress = text => _ = text.StartsWith("measuring", StringComparison.Ordinal) || text.StartsWith("undoing", StringComparison.Ordinal) ? throw new InvalidOperationException("no room on the screen") : text,
        });

        bench.Did.Should().ContainInOrder("fault lvs01", "undo lvs01", "clean lvs02");
    }

    [Fact]
    public async Task Without_a_timer_there_is_no_fault()
    {
        var bench = new DrillBench { ArmFails = true };

        var report = await bench.RunAsync(new DrillScenario.ApiServerHang("master3"));

        bench.Did.Should().Contain("arm master3").And.NotContain("fault master3");
        report.Verdict.Should().Be(DrillVerdict.Failed);
        report.Reasons.Should().Contain("master3: no timer");
    }

    [Fact]
    public async Task A_fault_of_which_nobody_knows_whether_it_was_made_is_undone()
    {
        var bench = new DrillBench { FaultIsLost = true };

        var report = await bench.RunAsync(new DrillScenario.EtcdMemberLoss("master2"));

        bench.Did.Should().ContainInOrder("fault master2", "undo master2");
        report.Verdict.Should().Be(DrillVerdict.Failed);
    }

    [Fact]
    public async Task Every_reason_against_a_drill_is_told_at_once_and_nothing_is_touched()
    {
        var bench = new DrillBench { Machines = Seen.Converged().But("lvs02", FactNames.Director, "keepalived=active", "keepalived=failed") };

        var report = await bench.RunAsync(new DrillScenario.DirectorLoss(), consent: new DrillConsent("other", "director-loss"), noProber: true);

        report.Verdict.Should().Be(DrillVerdict.Refused);
        report.FaultAt.Should().BeNull();
        report.Reasons.Should().HaveCount(5);
        string.Join('\n', report.Reasons).Should().ContainAll("keepalived is failed", "for director-loss on cluster other", "fault injector", "No prober", "nobody would take the virtual IP");
        bench.Transport.Commands.Should().BeEmpty();
    }

    [Fact]
    public async Task A_majority_that_would_be_lost_refuses_the_drill()
    {
        var bench = new DrillBench { Machines = Seen.Converged().Instead("master", FactNames.EtcdStatus, null) };

        var report = await bench.RunAsync(new DrillScenario.EtcdMemberLoss("master3"));

        report.Verdict.Should().Be(DrillVerdict.Refused);
        report.Reasons.Should().Contain("etcd would lose its majority: of 3 members 1 would be left, 2 are needed.");
        bench.Transport.Commands.Should().BeEmpty();
    }

    [Fact]
    public async Task A_disruptive_drill_wants_a_consent_and_a_quiet_one_does_not()
    {
        (await new DrillBench().RunAsync(new DrillScenario.DirectorBlind(), Without)).Reasons.Should().ContainSingle().Which.Should().Contain("needs a consent");
        (await new DrillBench().RunAsync(new DrillScenario.DirectorMaintenance(), Without)).Verdict.Should().Be(DrillVerdict.Passed);

        static DrillOptions Without(DrillOptions options) => new() { Prober = options.Prober, Pause = options.Pause, Window = options.Window, VerifyLimit = options.VerifyLimit, Verification = options.Verification };
    }

    [Fact]
    public async Task The_loss_of_the_majority_wants_a_consent_of_its_own()
    {
        var bench = new DrillBench();

        var report = await bench.RunAsync(new DrillScenario.SecondControlPlaneLoss(), injector: new RecordingInjector());

        report.Reasons.Should().ContainSingle().Which.Should().Contain("lose its majority");
    }

    [Fact]
    public async Task Another_drill_at_work_refuses_this_one()
    {
        var bench = new DrillBench { AnotherDrill = "another drill is at work" };

        (await bench.RunAsync(new DrillScenario.DirectorMaintenance())).Reasons.Should().Contain("client: another drill is at work");

        bench.Did.Should().OnlyContain(what => what == "ready");
    }

    [Fact]
    public async Task The_prober_of_another_architecture_refuses_the_drill()
    {
        var report = await new DrillBench().RunAsync(new DrillScenario.DirectorMaintenance(), prober: DrillProber.FromBytes(DrillBench.Elf(183)));

        report.Reasons.Should().ContainSingle().Which.Should().Be("The prober is for aarch64, and client is x86_64.");
    }

    [Fact]
    public async Task Power_that_was_taken_is_given_back_also_when_the_drill_is_cancelled()
    {
        var bench = new DrillBench();
        var injector = new RecordingInjector();
        using var cancel = new CancellationTokenSource();
        var running = bench.RunAsync(new DrillScenario.SecondControlPlaneLoss(), injector: injector, window: TimeSpan.FromMilliseconds(300), cancellationToken: cancel.Token,
            consent: new DrillConsent("reference", "second-control-plane-loss") { AcceptsQuorumLoss = true });
        await WaitAsync(() => injector.Calls.Contains("off master3"));

        await cancel.CancelAsync();
        var report = await running;

        report.Verdict.Should().Be(DrillVerdict.Cancelled);
        injector.Calls.Should().Equal("off master2", "off master3", "on master2", "on master3");
    }

    [Fact]
    public async Task The_moment_that_an_injector_tells_is_the_faults()
    {
        var injector = new RecordingInjector { At = DateTimeOffset.UtcNow.AddSeconds(0.2) };

        var report = await new DrillBench().RunAsync(new DrillScenario.DirectorLoss(), injector: injector);

        report.FaultAt.Should().Be(injector.At);
        report.FaultAccuracy.Should().Be("when the injector says that it took the power");
    }

    [Fact]
    public async Task No_fault_is_made_while_requests_are_late_without_one()
    {
        var bench = new DrillBench { Restless = true };

        var report = await bench.RunAsync(new DrillScenario.DirectorMaintenance());

        report.Verdict.Should().Be(DrillVerdict.Refused);
        report.Reasons.Should().ContainSingle().Which.Should().Contain("2 failed or were late without any fault");
        bench.Did.Should().NotContain("arm lvs01").And.NotContain("fault lvs01").And.Contain("clean client");
    }

    [Fact]
    public async Task An_injector_that_throws_ends_in_a_report()
    {
        var injector = new RecordingInjector { Throws = true };

        var report = await new DrillBench().RunAsync(new DrillScenario.DirectorLoss(), injector: injector);

        report.Verdict.Should().Be(DrillVerdict.Failed);
        report.Reasons.Should().Contain("The injector could not take the power of lvs01: the board does not answer");
        injector.Calls.Should().Equal("off lvs01", "on lvs01");
    }

    /// <summary>Quorum comes back with either of two machines: one that stays off must not keep the other from it.</summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(1000, false)]
    public async Task Power_that_cannot_be_given_back_is_tried_again_for_each_machine_by_itself(int times, bool works)
    {
        var injector = new RecordingInjector { Stuck = ("master2", times) };

        var report = await new DrillBench().RunAsync(new DrillScenario.SecondControlPlaneLoss(), injector: injector, consent: new DrillConsent("reference", "second-control-plane-loss") { AcceptsQuorumLoss = true });

        injector.Calls.Skip(2).Take(5).Should().Equal(works ? ["on master2", "on master3", "on master2", "on master2"] : ["on master2", "on master3", "on master2", "on master2", "on master2"]);
        injector.Calls.Count(call => call == "on master3").Should().Be(1);
        report.UndoneAt.HasValue.Should().Be(works);
        report.Reasons.Any(reason => reason == "The fault could not be undone from here (master2: the board does not answer): give the machine its power back.").Should().Be(!works, string.Join("; ", report.Reasons));
    }

    [Fact]
    public async Task A_director_without_the_virtual_ip_is_no_target() =>
        (await new DrillBench().RunAsync(new DrillScenario.DirectorMaintenance("lvs02"))).Reasons.Should().ContainSingle().Which.Should().StartWith("lvs02 does not have the virtual IP (lvs01 has it)");

    [Fact]
    public async Task The_leader_is_found_by_its_lease() =>
        (await new DrillBench().RunAsync(new DrillScenario.LeaderLoss(DrillLeader.Scheduler))).Target.Should().Be("master2");

    [Theory]
    [MemberData(nameof(DrillRuleTests.Names), MemberType = typeof(DrillRuleTests))]
    public async Task Every_command_of_a_drill_is_shell_text(string name)
    {
        var bench = new DrillBench();
        var scenario = DrillScenario.Find(name)!;

        await bench.RunAsync(scenario, injector: new RecordingInjector(), consent: new DrillConsent("reference", name) { AcceptsQuorumLoss = true });

        bench.Transport.Commands.Should().HaveCountGreaterThan(20);
        bench.Transport.Commands.Select(command => command.Command).Distinct().Select(command => DrillRuleTests.Syntax(command)).Should().OnlyContain(said => said == "0 ");
    }

    private static async Task WaitAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            tries.Should().BeLessThan(3000);
            await Task.Delay(10);
        }
    }

    private sealed class RecordingInjector : IFaultInjector
    {
        private readonly List<string> calls = [];

        public bool Throws { get; init; }

        /// <summary>How often the power of this machine cannot be given back.</summary>
        public (string Machine, int Times) Stuck { get; set; } = (string.Empty, 0);

        public IReadOnlyList<string> Calls
        {
            get
            {
                lock (calls)
                {
                    return [.. calls];
                }
            }
        }

        /// <summary>What it tells of the moment.</summary>
        public DateTimeOffset? At { get; init; }

        public async Task<DateTimeOffset?> PowerOffAsync(Machine machine, CancellationToken cancellationToken)
        {
            await Call($"off {machine.Name}", Throws);
            return At;
        }

        public Task PowerOnAsync(Machine machine, CancellationToken cancellationToken)
        {
            var stuck = machine.Name == Stuck.Machine && Stuck.Times > 0;
            Stuck = stuck ? (Stuck.Machine, Stuck.Times - 1) : Stuck;
            return Call($"on {machine.Name}", stuck);
        }

        private Task Call(string what, bool throws)
        {
            lock (calls)
            {
                calls.Add(what);
            }

            return throws ? throw new InvalidDataException("the board does not answer") : Task.CompletedTask;
        }
    }
}
