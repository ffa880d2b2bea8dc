using System.Globalization;

namespace KubeHa.Templates;

/// <summary>A stretch of time along the width of a chart. Places are shares of the width, so that a chart fits every screen without its words growing or shrinking.</summary>
/// <param name="From">Its left end.</param>
/// <param name="To">Its right end.</param>
internal readonly record struct TimeAxis(TimeSpan From, TimeSpan To)
{
    // What people divide time by, in seconds.
    private static readonly double[] Steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];

    public double Seconds => Math.Max((To - From).TotalSeconds, 0.001);

    public bool Holds(TimeSpan at) => at >= From && at <= To;

    /// <summary>The place of a moment, 0 to 1; what lies outside is put to the end.</summary>
    public double Share(TimeSpan at) => Math.Clamp((at - From).TotalSeconds / Seconds, 0, 1);

    public string Place(TimeSpan at) => Numbers.Percent(Share(at));

    public string Width(TimeSpan from, TimeSpan to) => Numbers.Percent(Math.Max(0, Share(to) - Share(from)));

    /// <summary>Round moments, at most seven of them: more do not fit under a chart on a phone.</summary>
    public IReadOnlyList<(TimeSpan At, string Label)> Ticks()
    {
        var length = Seconds;
        var step = Steps.FirstOrDefault(step => length / step <= 6.2, length / 5);
        var first = Math.Ceiling((From.TotalSeconds / step) - 1e-9);
        var last = Math.Floor((To.TotalSeconds / step) + 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (TimeSpan.FromSeconds((first + i) * step), Label((first + i) * step, step)))];
    }

    private static string Label(double seconds, double step)
    {
        var sign = seconds < -1e-9 ? "\u2212" : string.Empty;
        var size = Math.Abs(seconds);
        return step switch
        {
            < 60 when size < 60 || step < 1 => sign + Math.Round(size, 2).ToString("0.##", CultureInfo.InvariantCulture) + " s",
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Floor(size / 60):0}:{Math.Round(size % 60):00} min"),
            < 1800 => string.Create(CultureInfo.InvariantCulture, $"{sign}{size / 60:0} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{sign}{size / 3600:0.#} h"),
        };
    }
}
