using System.Globalization;
using System.Text;

namespace KubeHa;

/// <summary>Makes diagnostics.</summary>
internal static class Found
{
    private const int LongestShown = 64;

    public static Diagnostic Error(string code, string path, string message, string hint) => new(code, DiagnosticSeverity.Error, path, message, hint);

    public static Diagnostic Warning(string code, string path, string message, string hint) => new(code, DiagnosticSeverity.Warning, path, message, hint);

    /// <summary>A user's text in quotes. What is no letter, digit or ASCII sign is shown by its number: a message must not move the terminal's cursor.</summary>
    public static string Show(string? text)
    {
        var shown = new StringBuilder("'");
        foreach (var c in (text ?? string.Empty).Take(LongestShown))
        {
            if (c is >= ' ' and <= '~' || char.IsLetterOrDigit(c))
            {
                shown.Append(c);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        return shown.Append(text?.Length > LongestShown ? "...'" : "'").ToString();
    }

    public static string Show(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");
}
