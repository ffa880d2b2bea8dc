using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Numbers and times as pages show them, the same in every culture.</summary>
internal static class Numbers
{
    public static string Text(double number) => Math.Round(number, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A place or a length as a share of the whole width.</summary>
    public static string Percent(double share) => Math.Round(share * 100, 3).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    /// <summary>For example <c>0.35 s</c>, <c>48 s</c>, <c>3 min 20 s</c>, <c>1 h 05 min</c>.</summary>
    public static string Time(TimeSpan time)
    {
        var seconds = Math.Abs(time.TotalSeconds) is var exact && exact < 9.995 ? exact : exact < 59.95 ? Math.Round(exact, 1) : Math.Round(exact);
        var sign = time < TimeSpan.Zero ? "\u2212" : string.Empty;
        return sign + seconds switch
        {
            < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s"),
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
            < 3600 => Two(Math.Floor(seconds / 60), "min", Math.Floor(seconds % 60), "s"),
            _ => Two(Math.Floor(seconds / 3600), "h", Math.Floor(seconds / 60 % 60), "min"),
        };
    }

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>For example <c>1 check</c>, <c>3 checks</c>.</summary>
    public static string Count(int number, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many ?? one + "s")}");

    private static string Two(double large, string largeUnit, double small, string smallUnit) =>
        string.Create(CultureInfo.InvariantCulture, $"{large:0} {largeUnit}{(small > 0 ? $" {small:00} {smallUnit}" : string.Empty)}");
}
