using FluentAssertions;
using Xunit;

namespace KubeHa.Lab.Tests;

public sealed class PartsTests
{
    [Fact]
    public void The_table_of_machines_has_all_that_proofs_use()
    {
        Machines.All.Should().HaveCount(11);
        Machines.OfCluster.Should().BeSubsetOf(Machines.All);
        Machines.Addresses["lvs01"].Should().Be("192.168.33.132");
    }

    [Fact]
    public void The_status_of_the_lab_is_read()
    {
        MachineState.Parse("MACHINE   ADDRESS         KIND      POWER   CABLE\nmaster    192.168.33.11   host      on      out\nlvs01     192.168.33.132  director  off     out\n")
            .Should().Equal(new MachineState("master", "on", "out"), new MachineState("lvs01", "off", "out"));
        MachineState.Parse("the lab is down\n").Should().BeEmpty();
    }

    [Fact]
    public void Only_one_host_key_is_changed()
    {
        OperatorCopies.Replace(["10.0.0.1 ssh-ed25519 AAAA", "10.0.0.11 ssh-ed25519 BBBB"], "10.0.0.1", "10.0.0.11")
            .Should().BeEquivalentTo("10.0.0.1 ssh-ed25519 BBBB", "10.0.0.11 ssh-ed25519 BBBB");
    }

    [Fact]
    public void Every_proof_has_a_name_of_its_own()
    {
        ProofTable.All.Select(proof => proof.Name).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_round_that_missed_something_has_not_passed()
    {
        var round = new Round(1, new Talk());
        round.Saw("seconds", 1.5);
        round.Must(true, $"fine");
        round.Passed.Should().BeTrue();

        round.Must(false, $"{1.5} is too much");

        round.Passed.Should().BeFalse();
        round.ToJson(DateTimeOffset.UnixEpoch, 3)["reasons"]!.ToJsonString().Should().Be("""["1.5 is too much"]""");
    }

    [Fact]
    public void A_part_of_a_plan_keeps_the_order_of_the_whole()
    {
        static PlanStep Step(string host, string topic, params string[] after) => new($"{host}/{topic}", host, topic, new StepAction.RunScript(ShellScript.Sh($"true"))) { After = after };
        Target[] machines = [new("a", System.Net.IPAddress.Loopback), new("b", System.Net.IPAddress.Loopback)];
        var plan = Plan.Create("plan", machines, [Step("a", "first"), Step("b", "between", "a/first"), Step("a", "also", "a/first"), Step("a", "last", "b/between", "a/also")]);

        var part = PartOfPlan.Of(plan, step => step.Id is "a/first" or "a/last");

        part.Targets.Select(target => target.Name).Should().Equal("a");
        part.Steps.Select(step => $"{step.Id} after {string.Join(' ', step.After)}").Should().Equal("a/first after ", "a/last after a/first");
    }
}
