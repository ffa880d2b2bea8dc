using System.Globalization;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>The kinds of single values that a cluster file holds.</summary>
internal static class FileValues
{
    private static readonly (string Unit, long Ticks)[] Units = [("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour)];

    public static FileScalar<string> Text { get; } = TextOf("a text");

    public static FileList<string> Texts { get; } = new(Text);

    public static FileScalar<int> Number { get; } = new(
        "a whole number", ["integer"],

        // Written otherwise it means different things to different readers: 010 is eight to some.
        text => (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text, number),
        number => new YamlScalarNode(number.ToString(CultureInfo.InvariantCulture)));

    public static FileScalar<bool> Flag { get; } = new(
        "true or false", ["boolean"],
        text => (text is "true" or "false", text == "true"),
        flag => new YamlScalarNode(flag ? "true" : "false"));

    public static FileScalar<TimeSpan> Time { get; } = new(
        "a time such as 300ms, 3s, 1m or 12h", ["string"], ParseTime, time => YamlNodes.Text(TimeText(time)))
    {
        Pattern = @"^[0-9]+(\.[0-9]+)?(ms|s|m|h)$",
    };

    /// <summary>An address of the web. Which may be used is the rules' affair; what is no address at all is not shown, since it may hold a password.</summary>
    public static FileScalar<Uri> Address { get; } = new(
        "an address such as https://mirror.example/kubernetes", ["string"],
        text => (Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address), address!),
        address => YamlNodes.Text(address.OriginalString)) { IsHidden = true };

    /// <summary>A version as machines report it.</summary>
    public static FileScalar<Version> Version { get; } = new(
        "a version such as 2.0.10", ["string", "number"],
        text => ParseVersion(text) is { } version ? (true, version) : (false, null!),
        version => YamlNodes.Text(version.ToString())) { Pattern = @"^[0-9]+(\.[0-9]+){1,3}$" };

    /// <summary>A text of which an editor should know more.</summary>
    /// <param name="words">What it is.</param>
    /// <param name="allowed">The values there are; any where there is none.</param>
    public static FileScalar<string> TextOf(string words, params IReadOnlyList<string> allowed) => new(words, ["string"], text => (true, text), YamlNodes.Text) { Allowed = allowed };

    /// <summary>A text that may look like a number.</summary>
    /// <param name="words">What it is.</param>
    public static FileScalar<string> NumberLike(string words) => new(words, ["string", "number"], text => (true, text), YamlNodes.Text);

    /// <summary>A value of an enumeration, by its name.</summary>
    public static FileScalar<TEnum> Choice<TEnum>()
        where TEnum : struct, Enum
    {
        var names = Enum.GetValues<TEnum>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));

        return new FileScalar<TEnum>(
            $"one of {string.Join(", ", names.Keys)}", ["string"],
            text => (names.TryGetValue(text, out var value), value),
            value => YamlNodes.Text(names.First(entry => entry.Value.Equals(value)).Key)) { Allowed = [.. names.Keys] };
    }

    /// <summary>In the largest unit of which it is a whole number; minutes are written as seconds, as the settings' own ranges are said in them.</summary>
    private static string TimeText(TimeSpan time)
    {
        var (unit, ticks) = Units.Last(unit => unit.Unit != "m" && (time.Ticks % unit.Ticks == 0 || unit.Unit == "ms") && (time != TimeSpan.Zero || unit.Unit == "s"));

        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)time.Ticks / ticks}{unit}");
    }

    private static (bool Good, TimeSpan Time) ParseTime(string text)
    {
        foreach (var (unit, ticks) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && ParseNumber(text[..^unit.Length]) is { } number && number * ticks is var exact && exact == decimal.Truncate(exact))
            {
                return (true, new TimeSpan((long)exact));
            }
        }

        return (false, default);
    }

    private static decimal? ParseNumber(string text) =>
        text.Length is > 0 and <= 12 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000_000 ? number : null;

    // System.Version.TryParse takes blanks and signs.
    private static Version? ParseVersion(string text)
    {
        var parts = text.Split('.');

        return parts.Length is >= 2 and <= 4 && parts.All(part => part.Length is >= 1 and <= 9 && part.All(char.IsAsciiDigit))
            ? System.Version.Parse(text)
            : null;
    }
}
