using CsCheck;
using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;
using static KubeHa.Tests.Engine.Runs;

namespace KubeHa.Tests.Engine;

public sealed class PlanTests
{
    private static readonly ConfigFile Hosts = new("cp1", "/etc/hosts", Content.Text("a\n"), UnixFileMode.UserRead);

    [Fact]
    public void Any_graph_without_a_circle_comes_out_sorted_and_stable()
    {
        // Edges go from a lower rank to a higher one, so there is no circle; the order in which steps are given is another one.
        var graphs = from size in Gen.Int[1, 25]
                     from ranks in Gen.Shuffle(Enumerable.Range(0, size).ToArray())
                     from edges in Gen.Select(Gen.Int[0, size - 1], Gen.Int[0, size - 1]).Array[0, 40]
                     select (ranks, edges);

        graphs.Sample(graph =>
        {
            var steps = graph.ranks.Select((rank, i) => Look($"m1/{i}", [.. graph.edges.Where(edge => edge.Item2 == i && graph.ranks[edge.Item1] < rank).Select(edge => $"m1/{edge.Item1}")])).ToArray();

            var sorted = PlanOf(steps).Steps;

            // At each place stands the first given of all that could stand there: that is both sorted and stable.
            var left = steps.ToList();
            foreach (var step in sorted)
            {
                var next = left.First(candidate => candidate.After.All(id => left.All(other => other.Id != id)));
                step.Should().BeSameAs(next);
                left.Remove(next);
            }

            left.Should().BeEmpty();
        });
    }

    [Fact]
    public void A_plan_that_cannot_be_carried_out_is_refused_with_its_reason()
    {
        Refused("wait for each other in a circle: 'm1/b' waits for 'm1/c' waits for 'm1/b'", Look("m1/a"), Look("m1/b", "m1/a", "m1/c"), Look("m1/c", "m1/b"), Look("m1/d", "m1/c"));
        Refused("circle: 'm1/a' waits for 'm1/a'", Look("m1/a", "m1/a"));
        Refused("'m1/a' is there twice", Look("m1/a"), Look("m1/a"));
        Refused("waits for 'm1/x', which is not in the plan", Look("m1/a", "m1/x"));
        Refused("'cp1/a' and 'cp1/b' both write /etc/hosts on cp1", Step("cp1/a", new StepAction.WriteFile(Hosts)), Step("cp1/b", new StepAction.WriteFile(Hosts)));
        Refused("writes a file of 'cp1'", Step("cp2/a", new StepAction.WriteFile(Hosts)));
        Refused("is transient", Step("cp1/a", new StepAction.WriteFile(Hosts with { Placement = FilePlacement.Transient })));
        Refused("marker lines", Step("cp1/a", new StepAction.WriteFile(Hosts with { Placement = FilePlacement.Block, Content = Content.Text("x\n# END KubeHa\n") })));
        Refused("more often than once a second", Step("cp1/a", new StepAction.WaitUntil(Sh($"true"), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))));
        Refused("as standard input", Step("cp1/a", new StepAction.RunScript(Sh($"echo {new string('x', 100_000)}"))));
        Refused("names a machine", new PlanStep("up", "cp1", "Up", new StepAction.Milestone()));

        Refused("no valid Unicode", Step("cp1/a", new StepAction.Check(Sh($"true"), "half: \ud800")));
        Refused("NUL", Step("cp1/a", new StepAction.Check(Sh($"true\0"), "x")));
        Refused("mode beyond 7777", Step("cp1/a", new StepAction.WriteFile(Hosts with { Mode = (UnixFileMode)0x1000 })));
        Refused("time-out", Look("m1/a") with { Timeout = TimeSpan.Zero });
        Refused("time-out for silence", Step("cp1/a", new StepAction.RunScript(Sh($"true"))) with { NoOutputTimeout = TimeSpan.FromMilliseconds(999) });
        Refused("time-out for silence", Step("cp1/a", new StepAction.RunScript(Sh($"true"))) with { NoOutputTimeout = TimeSpan.FromMinutes(11) });
        Refused("time-out for silence", Look("m1/a") with { NoOutputTimeout = TimeSpan.FromMinutes(1) });
        RefusedAssuming("no Observe step that waits for nothing looks at it again", [new Assumption("m1", "m1/b", "x")], Look("m1/a"), Look("m1/b", "m1/a"));
        RefusedAssuming("Two assumptions are about m1/a of 'm1'", [new Assumption("m1", "m1/a", "x"), new Assumption("m1", "m1/a", "y")], Look("m1/a"));
        RefusedAssuming("about 'm2', which is no machine of the plan", [new Assumption("m2", "m1/a", "x")], Look("m1/a"));

        var unknown = () => Plan.Create("test", [Machine("m1")], [Look("m2/a")]);
        unknown.Should().Throw<ArgumentException>().WithMessage("*on 'm2', which is no machine of the plan*");
    }

    [Fact]
    public void An_own_step_stands_before_the_milestone_that_waits_for_it()
    {
        var plan = PlanOf(Look("m1/a"), Milestone("up", "m1/a"), Look("m1/b", "up"));

        var changed = plan.Add(Look("m1/own", "m1/a"), before: "up");

        changed.Steps.Select(step => step.Id).Should().Equal("m1/a", "m1/own", "up", "m1/b");
        changed.Steps[2].After.Should().Equal("m1/a", "m1/own");
        plan.Steps.Should().HaveCount(3);
        plan.Add(Look("m1/last")).Steps[^1].Id.Should().Be("m1/last");
        var noMilestone = () => plan.Add(Look("m1/own"), before: "m1/b");
        noMilestone.Should().Throw<ArgumentException>().WithMessage("*no milestone 'm1/b'*");
    }

    [Fact]
    public void A_plan_reads_as_text_with_holes_for_secrets()
    {
        var file = new ConfigFile("cp1", "/etc/x", Content.Concat(Content.Text("password "), Content.Secret(SecretNames.VrrpPassword), Content.Text("\n")), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var plan = Plan.Create("Bring it up", [new Target("cp1", System.Net.IPAddress.Parse("10.0.0.1"))],
        [
            Step("cp1/look", new StepAction.Observe("member", Sh($"who am i"))),
            Step("cp1/x", new StepAction.WriteFile(file)),
            Step("cp1/run", new StepAction.RunScript(Sh($"do it\ntwice"), Unless: Sh($"done"), StandardInput: Content.Secret("run/join-token")), "cp1/x"),
            Step("cp1/wait", new StepAction.WaitUntil(Sh($"ready"), TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5)), "cp1/run"),
            Milestone("up", "cp1/wait"),
        ], [new Assumption("cp1", "member", null)]);

        plan.ToText().Should().Be("""
            Bring it up
            Machines: cp1 (10.0.0.1)
            Assumes: cp1 member is absent

            1. Do cp1/look [cp1]
               id: cp1/look
               observe member:
                 | who am i

            2. Do cp1/x [cp1]
               id: cp1/x
               file: /etc/x 0600 root:root
               content:
                 | password ${secret:vrrp/password}

            3. Do cp1/run [cp1]
               id: cp1/run
               after: cp1/x
               unless:
                 | done
               run:
                 | do it
                 | twice
               standard input:
                 | ${secret:run/join-token}

            4. Do cp1/wait [cp1]
               id: cp1/wait
               after: cp1/run
               wait up to 300 s, looking every 2 s, until:
                 | ready

            5. Reach up [milestone]
               id: up
               after: cp1/wait

            """.ReplaceLineEndings("\n"));
    }

    private static void RefusedAssuming(string reason, Assumption[] assumptions, params PlanStep[] steps)
    {
        var create = () => Plan.Create("test", [Machine("m1")], steps, assumptions);
        create.Should().Throw<ArgumentException>().WithMessage($"*{reason}*");
    }

    private static void Refused(string reason, params PlanStep[] steps)
    {
        var create = () => PlanOf(steps);
        create.Should().Throw<ArgumentException>().WithMessage($"*{reason}*");
    }
}
