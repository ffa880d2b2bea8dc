using System.Text.Json;

namespace KubeHa;

/// <summary>A value in a JSON document that is read strictly: what it is not becomes a problem with its path, and reading goes on.</summary>
internal sealed class JsonPlace(JsonElement element, string path, List<DocumentProblem> problems)
{
    public string Path => path;

    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    public bool IsText => element.ValueKind == JsonValueKind.String;

    public void Problem(string message) => problems.Add(new DocumentProblem(path, message));

    public string? Text()
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return Wrong<string>("a text");
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            Problem("no valid Unicode text.");
            return null;
        }
    }

    public bool? Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => WrongValue<bool>("true or false"),
    };

    /// <summary>A time in seconds, to the tenth of a microsecond.</summary>
    public TimeSpan? Seconds() => Time(TimeSpan.TicksPerSecond, "seconds", "seven");

    /// <summary>A time in milliseconds, to the tenth of a microsecond.</summary>
    public TimeSpan? Milliseconds() => Time(TimeSpan.TicksPerMillisecond, "milliseconds", "four");

    public double? Number() => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number)
        ? number
        : WrongValue<double>("a number");

    public IReadOnlyList<JsonPlace> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Wrong<object>("a list");
            return [];
        }

        return [.. element.EnumerateArray().Select((item, i) => new JsonPlace(item, $"{path}[{i}]", problems))];
    }

    public JsonMembers? Members()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Wrong<JsonMembers>("an object");
        }

        var members = new Dictionary<string, JsonPlace>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            string name;
            try
            {
                name = property.Name;
            }
            catch (InvalidOperationException)
            {
                Problem("a member's name is no valid Unicode text.");
                continue;
            }

            var place = new JsonPlace(property.Value, PathOf(name), problems);
            if (!members.TryAdd(name, place))
            {
                place.Problem("it is there twice.");
            }
        }

        return new JsonMembers(this, members);
    }

    public void Missing(string name) => problems.Add(new DocumentProblem(PathOf(name), "it is missing."));

    /// <summary>Makes a value whose constructor may refuse what was read.</summary>
    public T? Make<T>(Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (ArgumentException refused)
        {
            // The name of a parameter says nothing to who reads a document.
            Problem(refused.Message.Split(" (Parameter '")[0]);
            return null;
        }
    }

    private string PathOf(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_') ? $"{path}.{name}" : $"{path}['{name}']";

    private TimeSpan? Time(long ticksPerUnit, string unit, string decimals)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDecimal(out var number) || Math.Abs(number) > 1_000_000_000)
        {
            return WrongValue<TimeSpan>($"a number of {unit}");
        }

        var ticks = number * ticksPerUnit;
        return ticks == decimal.Truncate(ticks) ? new TimeSpan((long)ticks) : WrongValue<TimeSpan>($"a number of {unit} with {decimals} decimals at most");
    }

    private T? Wrong<T>(string expected)
        where T : class
    {
        Problem($"{expected} is expected.");
        return null;
    }

    private T? WrongValue<T>(string expected)
        where T : struct
    {
        Problem($"{expected} is expected.");
        return null;
    }
}
