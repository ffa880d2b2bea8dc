using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>One new connection with its TLS handshake.</summary>
/// <param name="Started">When it was begun, milliseconds since 1970 on this machine's clock.</param>
/// <param name="Milliseconds">How long it took, to its end or its limit.</param>
/// <param name="Error">What went wrong; null when the handshake was done in time.</param>
internal sealed record Attempt(double Started, double Milliseconds, string? Error)
{
    public const string Timeout = "timeout";

    /// <summary>After how many milliseconds the machine had answered, before the handshake; null when it never did.</summary>
    public double? ConnectedAfter { get; init; }

    public bool Ok => Error is null;

    public double Ended => Started + Milliseconds;

    /// <summary>A line of the prober's file.</summary>
    public string ToLine() => new JsonObject
    {
        ["started"] = Math.Round(Started, 3),
        ["ms"] = Math.Round(Milliseconds, 3),
        ["connected"] = ConnectedAfter is { } after ? Math.Round(after, 3) : null,
        ["ok"] = Ok,
        ["error"] = Error,
    }.ToJsonString();

    public static Attempt Parse(string line)
    {
        var json = JsonNode.Parse(line)!;
        return new Attempt((double)json["started"]!, (double)json["ms"]!, (string?)json["error"]) { ConnectedAfter = (double?)json["connected"] };
    }

    /// <summary>All attempts of a file, in the order in which they were begun. The last line may be half written.</summary>
    public static IReadOnlyList<Attempt> Read(string file) => File.ReadAllLines(file)
        .Where(line => line.EndsWith('}'))
        .Select(Parse)
        .OrderBy(attempt => attempt.Started)
        .ToList();

    /// <summary>For a report: "start after the fault in ms, answered after ms or never, duration in ms, what".</summary>
    public string ToText(double fault) =>
        string.Create(CultureInfo.InvariantCulture, $"{Started - fault:0.0} {(ConnectedAfter is { } after ? $"{after:0.0}" : "never")} {Milliseconds:0.0} {Error ?? "ok"}");
}
