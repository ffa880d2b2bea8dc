using System.Globalization;
using System.Net;

namespace KubeHa.Prober;

/// <summary>What a run does.</summary>
/// <param name="File">Where its lines go.</param>
/// <param name="Endpoint">The virtual IP and the port.</param>
/// <param name="Seconds">How long at most; then it ends itself.</param>
/// <param name="EveryMilliseconds">How often it begins an attempt, or looks.</param>
/// <param name="LimitMilliseconds">After how long an attempt is given up.</param>
internal sealed record ProberOptions(string File, IPEndPoint Endpoint, double Seconds, double EveryMilliseconds, double LimitMilliseconds)
{
    /// <summary>How often an attempt without a limit is begun.</summary>
    public double UnlimitedEveryMilliseconds { get; init; } = 250;

    /// <summary>How often the writer changes its object.</summary>
    public double WriteEveryMilliseconds { get; init; } = 200;

    /// <summary>How often leases are asked for.</summary>
    public double LeaseEveryMilliseconds { get; init; } = 250;

    /// <summary>What attempts read: an object that every cluster has, by a read that goes through etcd.</summary>
    public string Path { get; init; } = "/api/v1/namespaces/default";

    /// <exception cref="UsageException">The options are wrong.</exception>
    public static ProberOptions Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["--seconds"] = "600", ["--every"] = "50", ["--limit"] = "1000", ["--port"] = "6443" };
        for (var index = 0; index < arguments.Count; index += 2)
        {
            values[arguments[index]] = index + 1 < arguments.Count ? arguments[index + 1] : throw new UsageException($"{arguments[index]} wants a value");
        }

        if (!values.TryGetValue("--out", out var file) || !values.TryGetValue("--address", out var address) || !IPAddress.TryParse(address, out var ip) || values.Count != 6)
        {
            throw new UsageException("options: --out FILE --address IP [--port N] [--seconds N] [--every MS] [--limit MS]");
        }

        return new ProberOptions(file, new IPEndPoint(ip, (int)Number("--port")), Number("--seconds"), Number("--every"), Number("--limit"));

        double Number(string name) => double.TryParse(values[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UsageException($"{name} wants a number above zero");
    }
}
