namespace KubeHa.Templates;

/// <summary>The colours, by name. One accent; the others say how something stands, and never alone.</summary>
internal static class Palette
{
    public static IReadOnlyDictionary<string, string> Light { get; } = new Dictionary<string, string>
    {
        ["bg"] = "#f6f6f4",
        ["surface"] = "#ffffff",
        ["ink"] = "#1b1f24",
        ["soft"] = "#59636e",
        ["line"] = "#d5d9de",
        ["accent"] = "#1f5fae",
        ["accent-soft"] = "#e6eef8",
        ["good"] = "#1a6b3c",
        ["good-soft"] = "#e4f2e9",
        ["warn"] = "#855000",
        ["warn-soft"] = "#faf0db",
        ["bad"] = "#b1241b",
        ["bad-soft"] = "#fbe7e5",
    };

    public static IReadOnlyDictionary<string, string> Dark { get; } = new Dictionary<string, string>
    {
        ["bg"] = "#14171a",
        ["surface"] = "#1c2025",
        ["ink"] = "#e7eaee",
        ["soft"] = "#a2acb8",
        ["line"] = "#38404a",
        ["accent"] = "#86b6f2",
        ["accent-soft"] = "#1d3048",
        ["good"] = "#74c795",
        ["good-soft"] = "#17311f",
        ["warn"] = "#e3b863",
        ["warn-soft"] = "#382c13",
        ["bad"] = "#f4978f",
        ["bad-soft"] = "#421f1d",
    };

    /// <summary>Pairs of a colour that is written or drawn and the one that it stands on.</summary>
    public static IReadOnlyList<(string Front, string Back)> Pairs { get; } =
    [
        .. from front in (string[])["ink", "soft", "accent", "good", "warn", "bad"] from back in (string[])["bg", "surface"] select (front, back),
        ("accent", "accent-soft"), ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "bad-soft"),
        ("ink", "accent-soft"), ("ink", "good-soft"), ("ink", "warn-soft"), ("ink", "bad-soft"),
        ("soft", "accent-soft"), ("soft", "good-soft"), ("soft", "warn-soft"), ("soft", "bad-soft"),
    ];

    /// <summary>For the root of a page, where rules name colours as <c>var(--ink)</c>.</summary>
    public static string Variables(IReadOnlyDictionary<string, string> palette) => string.Concat(palette.Select(colour => $"--{colour.Key}:{colour.Value};"));

    /// <summary>Rules with the colours put in, for drawings that stand alone: many programs that show SVG know no variables.</summary>
    public static string PutIn(string rules, IReadOnlyDictionary<string, string> palette) =>
        palette.Aggregate(rules, (text, colour) => text.Replace($"var(--{colour.Key})", colour.Value, StringComparison.Ordinal));
}
