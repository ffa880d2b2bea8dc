using System.Globalization;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>Every script of every step that the runbooks can plan, read by real shells.</summary>
public sealed class ShellTextTests
{
    /// <summary>What shellcheck may say of it, each with its reason.</summary>
    private const string Exceptions =
        "SC2034," + // A column that read must name to get at the others.
        "SC2043," + // A loop over one thing: a list that a step fills has one item here.
        "SC2041," + // The same, and the one item is a quoted text.
        "SC2140," + // A quoted hole between two quoted texts.
        "SC2194"; // A constant in a case: a hole that is constant in this step.

    [Fact]
    public async Task Every_shell_reads_every_script()
    {
        var scripts = Scripts();
        scripts.Count.Should().BeGreaterThan(100);

        await Shells.ReadAsync(scripts, """
            for shell in sh dash 'busybox sh'; do
              command -v ${shell%% *} >/dev/null || continue
              for script in "$DIR"/*; do $shell -n "$script"; done
            done
            """);
    }

    [Fact]
    public async Task Shellcheck_warns_of_nothing_where_it_is_installed() =>
        await Shells.ReadAsync(Scripts(), $$"""
            command -v shellcheck >/dev/null || exit 0
            shellcheck -s sh -S warning -e {{Exceptions}} -f gcc "$DIR"/* || true
            """);

    [Fact]
    public async Task A_broken_script_is_seen()
    {
        var read = () => Shells.ReadAsync(new SortedDictionary<string, string> { ["broken"] = "if true; then echo" }, "sh -n \"$DIR\"/broken");

        await read.Should().ThrowAsync<Exception>();
    }

    private static SortedDictionary<string, string> Scripts()
    {
        var scripts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var others = OtherClusters.Names.Select(OtherClusters.Named).Select(cluster => cluster.PlanConvergence(cluster.Render(), Observations.None));
        foreach (var plan in ((Cluster[])[ReferenceClusters.InTheLab, ReferenceClusters.AsPublished, .. EndpointClusters.Forwardings.Skip(1).Select(EndpointClusters.Lab)]).SelectMany(Plans).Concat(others).Concat(InOtherFamilies()))
        {
            foreach (var step in plan.Steps)
            {
                foreach (var (what, script) in Of(step.Action))
                {
                    Add(scripts, $"{step.Id}-{what}", script.Text);
                }
            }
        }

        return scripts;
    }

    private static void Add(SortedDictionary<string, string> scripts, string name, string text)
    {
        if (scripts.ContainsValue(text))
        {
            return;
        }

        var file = name.Replace('/', '_');
        for (var i = 2; scripts.ContainsKey(file); i++)
        {
            file = name.Replace('/', '_') + i.ToString(CultureInfo.InvariantCulture);
        }

        scripts[file] = text;
    }

    private static IEnumerable<Plan> Plans(Cluster cluster)
    {
        yield return new Seen(cluster).Plan();
        yield return new Seen(cluster).Live("master", "master2", "master3").Joined("node1", "node2", "node3").Owns("lvs01").Plan();
        yield return new Seen(cluster).Live("master", "master2").Announced("master3").Marks("master3", "kubelet.conf").HasNode("master3").Marks("node1", "kubelet-config").Plan();
        yield return new Seen(cluster).Live("master", "master2", "master3").ListsNodes("master", "master").Plan();
        yield return new Seen(cluster).Asleep("master").EtcdAnswersOn("master").Announced("master2").Plan();
        yield return cluster.PlanObservation();
        yield return VerificationRunbook.CloserLooks(cluster, new Seen(cluster).Live("master", "master2", "master3").Build(), cluster.Render());
        yield return WorkloadRunbook.Plan(cluster, cluster.ControlPlanes[0], "busybox", 6);
        yield return WorkloadRunbook.CleanUp(cluster, cluster.ControlPlanes[0]);
    }

    private static IEnumerable<Plan> InOtherFamilies()
    {
        foreach (var cluster in ((string[])[EndpointClusters.Ipv6, EndpointClusters.Ipv6Masquerade, EndpointClusters.DualStack, EndpointClusters.TwoVirtualIps]).Select(EndpointClusters.Named).Append(EndpointClusters.LabTwoVirtualIps()))
        {
            yield return cluster.PlanConvergence(cluster.Render(), Observations.None);
            yield return cluster.PlanObservation();
            yield return VerificationRunbook.CloserLooks(cluster, Observations.None, cluster.Render());
            yield return WorkloadRunbook.Plan(cluster, cluster.ControlPlanes[0], "busybox", 4);
        }
    }

    private static IEnumerable<(string What, ShellScript Script)> Of(StepAction action) => action switch
    {
        StepAction.RunScript run => new (string, ShellScript?)[] { ("script", run.Script), ("unless", run.Unless), ("only-if", run.OnlyIf) }
            .Where(item => item.Item2 is not null).Select(item => (item.Item1, item.Item2!)),
        StepAction.WaitUntil wait => [("wait", wait.Probe)],
        StepAction.Check check => [("check", check.Probe)],
        StepAction.Observe look => [("look", look.Probe)],
        _ => [],
    };
}
