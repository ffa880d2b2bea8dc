using KubeHa.Templates;

namespace KubeHa;

public static partial class ClusterExtensions
{
    /// <summary>A plan of looks only: what every machine is and has. It changes nothing.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="only">The one machine that is to be looked at, beside the control planes; all by default.</param>
    public static Plan PlanObservation(this Cluster cluster, string? only = null) => throw new NotImplementedException();

    /// <summary>What is to be done to bring machines that were seen so into the state that the files and the cluster say: install, join, repair, all in one.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="configs">The files.</param>
    /// <param name="observed">What machines said; <see cref="Observations.None"/> means bare machines and gives the dry run without any host.</param>
    /// <param name="only">The one machine to change.</param>
    public static Plan PlanConvergence(this Cluster cluster, ConfigSet configs, Observations observed, string? only = null) => throw new NotImplementedException();

    /// <summary>Looks at every machine and judges whether the cluster can be brought up on them; changes nothing.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<CheckReport> PreflightAsync(this Cluster cluster, PlanRunner runner, ApplyOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Brings the cluster up, or heals it, or changes it: looks, checks, plans and runs until a run changes nothing. Running it again is always safe.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Asks nicely.</param>
    /// <returns>One report over all rounds.</returns>
    public static Task<RunReport> ApplyAsync(this Cluster cluster, PlanRunner runner, ApplyOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Looks at the running cluster from every side and judges it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="runner">The runner.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<CheckReport> VerifyAsync(this Cluster cluster, PlanRunner runner, VerifyOptions? options = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
