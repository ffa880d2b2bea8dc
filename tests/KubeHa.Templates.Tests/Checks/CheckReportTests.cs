using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class CheckReportTests
{
    private static readonly CheckReport Report = new(
        [
            new CheckResult("pool-foreign", "lvs01", CheckStatus.Fails, "lists \"10.9.9.9:6443\"", "ipvsadm -R </var/lib/x."),
            new CheckResult("clock", string.Empty, CheckStatus.Holds, "all agree", string.Empty),
            new CheckResult("etcd-disk", "master", CheckStatus.Warns, "30 ms", "An SSD."),
        ],
        new RunReport(RunOutcome.WorkersSetAside, [], new Observations(new Dictionary<(string, string), string>(), new Dictionary<string, string> { ["node3"] = "no route" })));

    [Fact]
    public void As_text_it_is_a_line_each_what_fails_last_and_a_sum() => Report.ToText().Should().Be(
        """
        holds  clock: all agree
        warns  etcd-disk [master]: 30 ms. An SSD.
        FAILS  pool-foreign [lvs01]: lists "10.9.9.9:6443". ipvsadm -R </var/lib/x.
        1 hold, 1 warn, 1 fail

        """);

    [Fact]
    public void As_JSON_it_has_all_of_it_in_the_order_of_the_checks()
    {
        using var document = JsonDocument.Parse(Report.ToJson());
        var root = document.RootElement;

        root.EnumerateObject().Select(member => member.Name).Should().Equal("format", "passed", "hold", "warn", "fail", "failure", "unreachable", "results");
        root.GetProperty("format").GetString().Should().Be("kubeha.verification/1");
        root.GetProperty("passed").GetBoolean().Should().BeFalse();
        root.GetProperty("failure").ValueKind.Should().Be(JsonValueKind.Null);
        root.GetProperty("unreachable").GetProperty("node3").GetString().Should().Be("no route");
        root.GetProperty("results").EnumerateArray().Select(result => string.Join('|', result.EnumerateObject().Select(member => member.Value.GetString()))).Should().Equal(
            "pool-foreign|lvs01|fails|lists \"10.9.9.9:6443\"|ipvsadm -R </var/lib/x.", "clock||holds|all agree|", "etcd-disk|master|warns|30 ms|An SSD.");
        Report.ToJson().Should().Contain("-R </var/lib/x");
    }
}
