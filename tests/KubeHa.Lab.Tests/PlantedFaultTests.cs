using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace KubeHa.Lab.Tests;

public sealed class PlantedFaultTests
{
    private static readonly PlantedFault Fault = PlantedFault.All.Single(fault => fault.Check == "service-present").With("lvs01", "lvs02");

    [Theory]
    [InlineData(true, "fails", "service-present", "lvs02", "do this")]
    [InlineData(false, "warns", "service-present", "lvs02", "do this")]
    [InlineData(false, "fails", "service-present", "lvs01", "do this")]
    [InlineData(false, "fails", "pool-complete", "lvs02", "do this")]
    [InlineData(false, "fails", "service-present", "lvs02", "")]
    public void A_fault_is_found_by_the_right_check_on_the_right_machine_with_a_hint(bool passes, string status, string check, string machine, string hint)
    {
        var round = new Round(1, new Talk());

        Fault.Judge(round, Document(status, check, machine, hint));

        round.Passed.Should().Be(passes);
    }

    [Theory]
    [InlineData(true, "holds", "clock")]
    [InlineData(false, "warns", "clock")]
    [InlineData(false, "fails", "clock")]
    [InlineData(true, "warns", "etcd-disk")]
    [InlineData(false, "fails", "etcd-disk")]
    public void A_warning_is_an_alarm_too_where_nothing_is_wrong_but_for_the_disk_that_all_share(bool passes, string status, string check)
    {
        var round = new Round(1, new Talk());

        PlantedFault.JudgeHealthy(round, Document(status, check, "", ""));

        round.Passed.Should().Be(passes);
    }

    [Fact]
    public void Every_fault_names_machines_of_the_lab_and_a_check_that_is_documented()
    {
        var documented = File.ReadLines(Path.Join(Layout.Root, "docs", "checks.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]).ToList();
        var faults = PlantedFault.All.Select(fault => fault.With("lvs01", "lvs02")).ToList();

        faults.Select(fault => fault.Machine).Should().BeSubsetOf(Machines.OfCluster);
        faults.Select(fault => fault.On).Where(machine => machine.Length > 0).Should().BeSubsetOf(Machines.OfCluster);
        faults.Select(fault => fault.Check).Should().OnlyHaveUniqueItems().And.BeSubsetOf(documented);
    }

    [Fact]
    public async Task Every_script_can_be_read_by_a_shell()
    {
        foreach (var script in PlantedFault.All.SelectMany(fault => new[] { fault.Plant, fault.TakeBack }))
        {
            var ended = await Child.RunAsync("sh", ["-n", "-c", script], CancellationToken.None);

            ended.All.Should().BeEmpty("of {0}", script);
            ended.Code.Should().Be(0);
        }
    }

    private static JsonObject Document(string status, string check, string machine, string hint) => new JsonObject
    {
        ["format"] = "kubeha.verification/1",
        ["passed"] = status != "fails",
        ["hold"] = 1,
        ["results"] = new JsonArray(new JsonObject { ["check"] = check, ["machine"] = machine, ["status"] = status, ["seen"] = "what is", ["hint"] = hint }),
    };
}
