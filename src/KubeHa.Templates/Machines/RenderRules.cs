namespace KubeHa.Templates;

/// <summary>What must be known or must fit before anything can be written. Each rule is one method; all speak at once.</summary>
internal static class RenderRules
{
    private static readonly IReadOnlyList<Func<Cluster, IEnumerable<Diagnostic>>> Rules =
        [DirectorsAreKnown, KeepalivedTakesTheSettings, KubeadmIsKnown, AllErrorsCannotBeIgnoredInTheFile];

    public static IReadOnlyList<Diagnostic> Check(Cluster cluster) => [.. Rules.SelectMany(rule => rule(cluster))];

    private static IEnumerable<Diagnostic> DirectorsAreKnown(Cluster cluster)
    {
        foreach (var (director, path) in Directors(cluster))
        {
            if (string.IsNullOrEmpty(director.Facts.Interface))
            {
                yield return Missing(director, $"{path}.facts.interface", "the interface that bears its address");
            }

            if (director.Facts.Keepalived is null)
            {
                yield return Missing(director, $"{path}.facts.keepalived", "the version of keepalived");
            }
        }
    }

    private static IEnumerable<Diagnostic> KeepalivedTakesTheSettings(Cluster cluster)
    {
        var check = cluster.LvsPair.HealthCheck;
        var wholeSeconds = new[] { check.Interval, check.RetryDelay, check.ConnectTimeout }.All(time => time.Ticks % TimeSpan.TicksPerSecond == 0);
        foreach (var (director, path) in Directors(cluster))
        {
            if (director.Facts.Keepalived is not { Major: < 2 } old)
            {
                continue;
            }

            if (cluster.LvsPair.Vrrp is { Version: 3 })
            {
                yield return Error("KHA5002", path, $"VRRP version 3 is chosen, and {director.Name} has keepalived {old}.", "Use keepalived 2.0 or newer on every director, or leave the VRRP settings out.");
            }

            if (!wholeSeconds)
            {
                yield return Error("KHA5002", path, $"The health check uses fractions of a second, and {director.Name} has keepalived {old}.", "Use keepalived 2.0 or newer on every director, or whole seconds.");
            }
        }
    }

    private static IEnumerable<Diagnostic> KubeadmIsKnown(Cluster cluster)
    {
        if (!KubeadmFiles.Knows(cluster.Version))
        {
            yield return Error("KHA5003", "kubernetesVersion", $"kubeadm's configuration for {cluster.Version} is not known here.", "Versions 1.19 to 1.21 are.");
        }
    }

    private static IEnumerable<Diagnostic> AllErrorsCannotBeIgnoredInTheFile(Cluster cluster)
    {
        if (!cluster.Version.IsAtLeast(28) && cluster.Kubeadm.IgnoredPreflightErrors.Contains("all", StringComparer.OrdinalIgnoreCase))
        {
            yield return Error("KHA5004", "kubeadm.ignoredPreflightErrors", $"kubeadm of {cluster.Version} does not take 'all' in its configuration.", "Name the checks.");
        }
    }

    private static IEnumerable<(Director Director, string Path)> Directors(Cluster cluster) =>
        cluster.LvsPair.Directors.Select((director, index) => (director, $"directors[{index}]"));

    private static Diagnostic Missing(Machine machine, string path, string what) =>
        Error("KHA5001", path, $"{what[..1].ToUpperInvariant()}{what[1..]} is not known of {machine.Name}.", "Type it in the builder, or let discovery fill it.");

    private static Diagnostic Error(string code, string path, string message, string hint) =>
        new(code, DiagnosticSeverity.Error, path, message, hint);
}
