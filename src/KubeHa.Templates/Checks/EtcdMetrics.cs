using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Some of an etcd's metrics, in the text format of Prometheus.</summary>
internal sealed class EtcdMetrics
{
    private readonly IReadOnlyDictionary<string, double> values;

    private EtcdMetrics(IReadOnlyDictionary<string, double> values) => this.values = values;

    public static EtcdMetrics Of(CheckSheet sheet, Machine machine) => Read(sheet.Observed[machine.Name, FactNames.EtcdMetrics] ?? string.Empty);

    public static EtcdMetrics Read(string text) => new(text.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words.Length == 2 && double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        .DistinctBy(words => words[0])
        .ToDictionary(words => words[0], words => double.Parse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture), StringComparer.Ordinal));

    public long? Number(string name) => values.TryGetValue(name, out var value) ? (long)value : null;

    /// <summary>The 99th percentile of a histogram in its unit, straight lines between its bounds; above the last bound that bound. Null where nothing was counted.</summary>
    public double? Percentile99(string name)
    {
        var start = name + "_bucket{le=\"";
        var buckets = values.Where(pair => pair.Key.StartsWith(start, StringComparison.Ordinal))
            .Select(pair => (Bound: Bound(pair.Key[start.Length..].TrimEnd('}', '"')), Count: pair.Value))
            .OrderBy(bucket => bucket.Bound)
            .ToList();
        if (buckets is not [.., { Count: > 0 } all])
        {
            return null;
        }

        var (wanted, below, least) = (all.Count * 0.99, 0.0, 0.0);
        foreach (var (bound, count) in buckets)
        {
            if (count >= wanted)
            {
                return double.IsInfinity(bound) ? least : least + ((bound - least) * (wanted - below) / (count - below));
            }

            (below, least) = (count, bound);
        }

        return null;
    }

    private static double Bound(string text) => text == "+Inf" ? double.PositiveInfinity : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) ? bound : 0;
}
