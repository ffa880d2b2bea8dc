using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Fills the gaps in what is known of machines from what they said.</summary>
internal static class Discovery
{
    public static Cluster Fill(Cluster cluster, Observations observed)
    {
        var builder = ClusterBuilder.From(cluster);
        foreach (var machine in cluster.Machines)
        {
            var seen = FactBlock.Of(observed, machine.Name, FactNames.System);
            var known = machine.Facts;
            builder.WithFacts(machine.Name, known with
            {
                Interface = known.Interface ?? Text(seen["interface"]),
                PrefixLength = known.PrefixLength ?? (int?)seen.Number("prefix"),
                OperatingSystem = known.OperatingSystem ?? Text(seen["os"]),
                OperatingSystemVersion = known.OperatingSystemVersion ?? Text(seen["os-version"]),
                Architecture = known.Architecture ?? Text(seen["architecture"]),
                Kernel = known.Kernel ?? Text(seen["kernel"]),
                Keepalived = known.Keepalived ?? Number(seen["keepalived"]),
                Runtime = known.Runtime ?? Number(seen[RuntimeUnits.ProgramOf(cluster.Runtime)]),
            });
        }

        return builder.Build();
    }

    private static string? Text(string value) => value.Length == 0 ? null : value;

    private static Version? Number(string value) =>
        Version.TryParse(value.Trim('.'), out var version) ? version : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? new Version(major, 0) : null;
}
