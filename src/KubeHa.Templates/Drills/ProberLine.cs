using System.Globalization;
using System.Text.Json;

namespace KubeHa.Templates;

/// <summary>One line of the prober's: what it tells and when, by the clock of its machine.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="At">When.</param>
/// <param name="Json">All of it.</param>
internal sealed record ProberLine(string Kind, DateTimeOffset At, JsonElement Json)
{
    /// <summary>The lines of a file; the last may be half written.</summary>
    public static IReadOnlyList<ProberLine> Read(string text)
    {
        var lines = new List<ProberLine>();
        foreach (var line in text.Split('\n'))
        {
            if (line is not [.., '}'])
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line);
                var json = document.RootElement.Clone();
                lines.Add(new ProberLine(json.GetProperty("kind").GetString()!, DateTimeOffset.UnixEpoch + FromMilliseconds(json.GetProperty("at").GetDecimal()), json));
            }
            catch (JsonException)
            {
                // A machine that lost its power half-way through a line.
            }
        }

        return lines;
    }

    public TimeSpan? Time(string name) => Json.TryGetProperty(name, out var value) ? FromMilliseconds(value.GetDecimal()) : null;

    public string? Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public int Number(string name) => Json.GetProperty(name).GetInt32();

    public IReadOnlyList<JsonElement> Items(string name) => [.. Json.GetProperty(name).EnumerateArray()];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:O} {Kind}");

    private static TimeSpan FromMilliseconds(decimal number) => TimeSpan.FromTicks((long)(number * TimeSpan.TicksPerMillisecond));
}
