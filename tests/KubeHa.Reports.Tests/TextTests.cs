using System.Xml.Linq;
using CsCheck;
using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.Reports.Tests;

/// <summary>What machines print is shown as text, whatever it is.</summary>
public sealed class TextTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.String, Gen.String[Gen.Char["<>&\"'\0\u001b\ud83d\ude00\uffff ]-"], 0, 12], Gen.Const("</style><script>alert(1)</script>"), Gen.Const("]]>--><!--"));

    [Fact]
    public void Any_text_in_a_verification_stays_text() => AnyText.Select(AnyText, AnyText).Sample((a, b, c) =>
    {
        var page = Pages.Of(new CheckReport([new CheckResult(a, "master", CheckStatus.Fails, b, c), new CheckResult("x", a, CheckStatus.Holds, b, "")], new RunReport(RunOutcome.NoChange, [], Observations.None, c)));
        Holds(page, b);
    }, iter: 300);

    [Fact]
    public void Any_text_in_a_log_stays_text() => AnyText.Select(AnyText, AnyText).Sample((a, b, c) =>
    {
        var at = DateTimeOffset.UnixEpoch;
        Holds(Pages.Of(new RunRecords([new(1, at, "runStarted", a), new(2, at, "machineSetAside", a, Host: "node1", Message: b), new(3, at.AddSeconds(2), "stepEnded", a, c, "h" + a, "Failed", TimeSpan.FromSeconds(1), 1, b), new(4, at, a, b, c, a, b)], c)), b);
    }, iter: 300);

    [Fact]
    public void Any_text_in_a_drill_stays_text() => AnyText.Select(AnyText, AnyText).Sample((a, b, c) => Holds(Pages.Of(SampleDrill.Refused with
    {
        Scenario = a, Target = b, Client = c, ClientKernel = a, FaultAccuracy = b, FaultAt = DateTimeOffset.UnixEpoch, Reasons = [b, c],
        Attempts = [new DrillAttempt(TimeSpan.Zero, TimeSpan.FromSeconds(1), null, a)],
        Events = [new DrillEvent(TimeSpan.Zero, a, DrillEventKind.Done, b), new DrillEvent(TimeSpan.Zero, b, DrillEventKind.PoolLeft, c)],
        Measurements = [DrillMeasurement.Told(a, b, 1, c)], Clocks = [new DrillClock(a, TimeSpan.Zero, TimeSpan.Zero)],
    }), b), iter: 300);

    [Fact]
    public void What_only_the_plan_and_the_machines_hold_is_not_shown()
    {
        // Pages are handed on: they show names, times and judgements, no script, no file, no fact.
        const string Hidden = "h1dd3n";
        var step = new PlanStep("master/own", "master", "Write a file", new StepAction.WriteFile(new ConfigFile("master", "/etc/own", Content.Text(Hidden), UnixFileMode.UserRead)));
        var script = new PlanStep("master/script", "master", "Run a script", new StepAction.RunScript(ShellScript.Sh($"echo {Hidden}"), StandardInput: Content.Text(Hidden)));
        var report = new RunReport(RunOutcome.Changed, [new StepResult(step, StepStatus.Changed, TimeSpan.Zero), new StepResult(script, StepStatus.Changed, TimeSpan.Zero)], new Observations(new Dictionary<(string, string), string>
        {
            [("master", FactNames.Membership)] = Hidden, [("master", FactNames.ControlPlane)] = $"readyz={Hidden}", [("lvs01", FactNames.Director)] = $"vip={Hidden}", [("lvs01", FactNames.IpvsTable)] = $"-a -t {Hidden} -r {Hidden}",
        }));

        Pages.Of(report).Should().Contain("Write a file").And.NotContain(Hidden);
        Pages.Of(new CheckReport([], report)).Should().NotContain(Hidden);
        ReferenceClusters.InTheLab.ToSvg(new CheckReport([], report)).Should().NotContain(Hidden);
    }

    [Fact]
    public void The_style_sheet_needs_no_escape()
    {
        // HTML takes what is in it as it stands.
        PageStyle.Text.Should().NotContainAny("<", ">", "&", "]]");
        TopologyStyle.Alone.Should().NotContainAny("<", ">", "&", "var(");
    }

    /// <summary>The page can be read as a document, has no element that a text made, and shows the text.</summary>
    private static void Holds(string page, string text)
    {
        var root = XDocument.Parse(page["<!doctype html>".Length..], LoadOptions.PreserveWhitespace).Root!;
        root.Descendants().Select(element => element.Name.LocalName).Should().NotContain("script");
        root.Descendants().SelectMany(element => element.Attributes()).Where(attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "style" or "href" or "src").Should().BeEmpty();
        if (text.Length > 0 && text.All(c => c is >= ' ' and <= '~'))
        {
            root.Value.Should().Contain(text);
        }
    }
}
