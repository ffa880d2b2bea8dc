using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.Reports.Tests;

/// <summary>The same input gives the same file, and a change of it is seen.</summary>
public sealed class GoldenTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 23, 2, 3, 20, TimeSpan.Zero);

    [Fact]
    public void The_drawing_of_the_reference_cluster_is_the_approved_one() => Golden.Match("topology.svg", ReferenceClusters.AsPublished.ToSvg());

    [Fact]
    public void The_drawing_of_a_verified_cluster_is_the_approved_one() => Golden.Match("topology-verified.svg", ReferenceClusters.InTheLab.ToSvg(SampleVerification.Fails));

    [Fact]
    public void The_drawing_of_a_large_cluster_is_the_approved_one() => Golden.Match("topology-large.svg", OtherClusters.Large(1000).ToSvg());

    [Fact]
    public void The_flowchart_of_the_reference_cluster_is_the_approved_one() => Golden.Match("topology.mmd", ReferenceClusters.AsPublished.ToMermaid());

    [Fact]
    public void The_page_of_a_verification_is_the_approved_one() => Golden.Match("verification.html", Pages.Of(SampleVerification.Hostile));

    [Fact]
    public void The_page_of_a_drill_is_the_approved_one()
    {
        var report = SampleDrill.TooLate;
        Golden.Match("drill.html", Pages.Of(report with { Attempts = [.. report.Attempts.Skip(90).Take(80)], After = [.. report.After.Take(4)] }));
    }

    [Fact]
    public void The_page_of_a_run_is_the_approved_one()
    {
        RunRecord At(double seconds, string what, string? step = null, string? host = null, string? status = null, double? took = null, string? message = null) =>
            new(1, Begin.AddSeconds(seconds), what, "Bring up reference", step, host, status, took is { } time ? TimeSpan.FromSeconds(time) : null, 0, message);
        Golden.Match("run.html", Pages.Of(new RunRecords(
        [
            At(0, "runStarted"), At(0.2, "connected", host: "lvs01"), At(0.2, "connected", host: "node1"), At(0.3, "machineSetAside", host: "node2", message: "no route to host"),
            At(0.3, "stepStarted", "lvs01/own/first", "lvs01"), At(1.5, "stepEnded", "lvs01/own/first", "lvs01", "Changed", 1.2),
            At(1.5, "stepEnded", "directors-up", "", "Holds", 0), At(1.6, "stepEnded", "node1/own/look", "node1", "Holds", 0.1),
            At(1.7, "stepStarted", "node1/own/second", "node1"), At(14.5, "stepEnded", "node1/own/second", "node1", "Failed", 12.8, "node1: <no> & \"never\"\n  Mend the cause."),
            At(14.6, "runEnded", status: "Failed"),
        ], null)));
    }
}
