using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Times as Go writes and reads them.</summary>
internal static class GoTime
{
    public static string? Of(TimeSpan? time) => time is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)known.TotalHours}h{known.Minutes}m{known.Seconds}s")
        : null;
}
