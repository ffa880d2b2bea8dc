using System.Globalization;
using System.Net;

namespace KubeHa.Lab;

/// <summary>What the prober does.</summary>
/// <param name="Target">Where it connects to.</param>
/// <param name="File">Where its lines go; it ends early when a file of this name with ".stop" appears.</param>
/// <param name="Seconds">How long.</param>
/// <param name="EveryMilliseconds">How often a new attempt is begun.</param>
/// <param name="LimitMilliseconds">After how long an attempt is given up.</param>
internal sealed record ProbeOptions(IPEndPoint Target, string File, double Seconds, double EveryMilliseconds, double LimitMilliseconds)
{
    public string StopFile => File + ".stop";

    /// <exception cref="UsageException">The options are wrong.</exception>
    public static ProbeOptions Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["--seconds"] = "60", ["--every"] = "50", ["--limit"] = "1000", ["--address"] = "192.168.33.130", ["--port"] = "6443",
        };
        for (var index = 0; index < arguments.Count; index += 2)
        {
            values[arguments[index]] = index + 1 < arguments.Count ? arguments[index + 1] : throw new UsageException($"{arguments[index]} wants a value");
        }

        if (!values.TryGetValue("--out", out var file) || values.Count != 6)
        {
            throw new UsageException("usage: probe [--seconds N] [--every MS] [--limit MS] [--address IP] [--port N] --out FILE");
        }

        return new ProbeOptions(new IPEndPoint(IPAddress.Parse(values["--address"]), (int)Number("--port")), file, Number("--seconds"), Number("--every"), Number("--limit"));

        double Number(string name) => double.TryParse(values[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UsageException($"{name} wants a number above zero");
    }

    public IEnumerable<string> ToArguments() =>
    [
        "--seconds", Text(Seconds), "--every", Text(EveryMilliseconds), "--limit", Text(LimitMilliseconds),
        "--address", Target.Address.ToString(), "--port", Text(Target.Port), "--out", File,
    ];

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
