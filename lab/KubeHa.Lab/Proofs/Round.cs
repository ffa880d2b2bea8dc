using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>What one round of a proof saw.</summary>
internal sealed class Round(int number, Talk talk)
{
    private readonly JsonArray reasons = [];

    public int Number { get; } = number;

    public JsonObject Values { get; } = [];

    public bool Passed => reasons.Count == 0;

    /// <summary>Writes down what was seen.</summary>
    public void Saw(string name, JsonNode? value)
    {
        Values[name] = value;
        if (value is null or JsonValue)
        {
            talk.Say($"  {name}: {value?.ToJsonString() ?? "null"}");
        }
    }

    /// <summary>Writes down a text, a line each.</summary>
    public void SawLines(string name, IEnumerable<string> lines) => Saw(name, new JsonArray([.. lines.Select(line => (JsonNode)line)]));

    /// <summary>What must hold for the round to pass; all that does not is told.</summary>
    public void Must(bool holds, FormattableString otherwise)
    {
        if (!holds)
        {
            Fail(FormattableString.Invariant(otherwise));
        }
    }

    public void Fail(string reason)
    {
        reasons.Add(reason);
        talk.Say($"  NOT SHOWN: {reason}");
    }

    public JsonObject ToJson(DateTimeOffset startedAt, double seconds)
    {
        var json = new JsonObject
        {
            ["round"] = Number,
            ["startedAt"] = Clock.Stamp(startedAt),
            ["seconds"] = Math.Round(seconds, 1),
            ["passed"] = Passed,
            ["reasons"] = reasons.DeepClone(),
        };
        foreach (var (name, value) in Values)
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}
