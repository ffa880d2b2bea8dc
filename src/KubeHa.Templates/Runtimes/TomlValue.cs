using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Values as TOML writes them.</summary>
internal static class TomlValue
{
    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>A basic string of TOML: backslash, quote and control characters escaped.</summary>
    public static string Of(string value) => '"' + string.Concat(value.Select(Escaped)) + '"';

    private static string Escaped(char c) => c switch
    {
        '"' or '\\' => $"\\{c}",
        _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
        _ => c.ToString(),
    };
}
