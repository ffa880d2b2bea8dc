namespace KubeHa.Templates;

/// <summary>Whether a running cluster is as the model says. Pure: over observations only, a class a theme, a method a check.</summary>
internal static class VerificationChecks
{
    /// <param name="cluster">The cluster.</param>
    /// <param name="observed">What machines said.</param>
    /// <param name="workload">Whether the workload was looked at too.</param>
    /// <param name="configs">Every file of every machine; rendered here where nobody changed them.</param>
    public static IReadOnlyList<CheckResult> Run(Cluster cluster, Observations observed, bool workload, ConfigSet? configs = null)
    {
        if (configs is null)
        {
            Discovery.Fill(cluster, observed).TryRender(out configs, out _);
        }

        var sheet = new CheckSheet(cluster, observed, configs);
        MachineChecks.Run(sheet);
        DirectorChecks.Run(sheet);
        PoolChecks.Run(sheet);
        EndpointChecks.Run(sheet);
        CertificateChecks.Run(sheet);
        EtcdChecks.Run(sheet);
        KubernetesChecks.Run(sheet);
        FileChecks.Run(sheet);
        RebootChecks.Run(sheet);
        if (workload)
        {
            WorkloadCheck.Run(sheet);
        }

        return sheet.Results;
    }
}
