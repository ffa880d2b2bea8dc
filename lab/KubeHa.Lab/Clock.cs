namespace KubeHa.Lab;

/// <summary>This machine's clock, which the prober in its namespace shares.</summary>
internal static class Clock
{
    /// <value>Milliseconds since 1970.</value>
    public static double Now => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    public static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
