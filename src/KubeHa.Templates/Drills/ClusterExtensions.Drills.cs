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
}
