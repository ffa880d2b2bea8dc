using System.Runtime.CompilerServices;
using KubeHa.Templates;

namespace KubeHa;

public static partial class ClusterExtensions
{
    /// <summary>
    /// Makes a fault in a running cluster, measures from a client how long it is felt, undoes it, and waits until everything verifies again. Before the fault
    /// every guard must hold (verified healthy, a majority left, a consent where requests will fail); otherwise the report says every reason and nothing was
    /// touched. A machine undoes its fault by a timer of its own also where this program dies. Cancelled, the fault is undone at once.
    /// While a drill runs nothing else should change the cluster: an apply would heal the fault.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="scenario">The fault.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How: the prober, the consent, the injector.</param>
    /// <param name="cancellationToken">Undoes the fault and ends.</param>
    /// <returns>What was measured, a refusal, a failure and a cancellation included.</returns>
    public static Task<DrillReport> DrillAsync(this Cluster cluster, DrillScenario scenario, PlanRunner runner, DrillOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(options);
        return new DrillRun(cluster, runner, scenario, options).RunAsync(cancellationToken);
    }

    /// <summary>
    /// The same drill several times, since one measurement says little of the worst. The verification with which one ends is the one before the next. Goes on after a drill
    /// that failed, and ends early with one that was refused or cancelled: a cluster that does not verify is left alone.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="scenario">The fault.</param>
    /// <param name="times">How often, 1 to 100.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How: the prober, the consent, the injector.</param>
    /// <param name="cancellationToken">Undoes the fault and ends.</param>
    /// <returns>The report of each, when it is there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is none of these.</exception>
    public static IAsyncEnumerable<DrillReport> DrillAsync(this Cluster cluster, DrillScenario scenario, int times, PlanRunner runner, DrillOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(times, 100);
        return RepeatedAsync(cluster, scenario, times, runner, options, cancellationToken);
    }

    private static async IAsyncEnumerable<DrillReport> RepeatedAsync(Cluster cluster, DrillScenario scenario, int times, PlanRunner runner, DrillOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CheckReport? standing = null;
        for (var number = 1; number <= times; number++)
        {
            var run = new DrillRun(cluster, runner, scenario, options, standing);
            var report = await run.RunAsync(cancellationToken).ConfigureAwait(false);
            yield return report;
            if (report.Verdict is DrillVerdict.Refused or DrillVerdict.Cancelled)
            {
                yield break;
            }

            standing = run.After;
        }
    }
}
