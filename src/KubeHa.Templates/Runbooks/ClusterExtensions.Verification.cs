using KubeHa.Templates;

namespace KubeHa;

public static partial class ClusterExtensions
{
    /// <summary>Judges a running cluster from what its machines said; pure.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="observed">What machines said, as the looks of <see cref="VerifyAsync"/> bring it.</param>
    /// <param name="workload">Whether the workload was looked at too.</param>
    /// <param name="configs">The files that managed ones are compared with; <see langword="null"/> for those that <see cref="Render"/> gives.</param>
    public static IReadOnlyList<CheckResult> Verify(this Cluster cluster, Observations observed, bool workload = true, ConfigSet? configs = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(observed);
        return VerificationChecks.Run(cluster, observed, workload, configs);
    }

    /// <summary>Looks at the running cluster from every side and judges it. But for the workload's own namespace, which is removed afterwards, nothing is changed.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CheckReport> VerifyAsync(this Cluster cluster, PlanRunner runner, VerifyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(runner);
        var cache = new SessionCache(runner.Transport);
        await using (cache.ConfigureAwait(false))
        {
            return await VerificationRunbook.RunAsync(cluster, runner.Over(cache), options ?? new VerifyOptions(), cancellationToken).ConfigureAwait(false);
        }
    }
}
