using System.Globalization;

namespace KubeHa.Templates;

/// <summary>A fact that is a block of <c>key=value</c> lines; a key may stand on several lines.</summary>
internal sealed class FactBlock
{
    private readonly ILookup<string, string> values;

    private FactBlock(ILookup<string, string> values) => this.values = values;

    public static FactBlock Of(Observations observed, string host, string fact) => Parse(observed[host, fact] ?? string.Empty);

    public static FactBlock Parse(string text) => new(text.Split('\n')
        .Select(line => line.Split('=', 2))
        .Where(pair => pair.Length == 2)
        .ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim()));

    /// <summary>The first value of a key; empty where there is none.</summary>
    public string this[string key] => values[key].FirstOrDefault() ?? string.Empty;

    public IReadOnlyList<string> All(string key) => values[key].Where(value => value.Length > 0).ToList();

    public bool Is(string key, string value = "yes") => this[key] == value;

    public long? Number(string key) => long.TryParse(this[key], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
