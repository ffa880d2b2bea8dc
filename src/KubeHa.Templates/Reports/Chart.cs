using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>Parts that charts have in common. Along the time places are percentages, downwards they are pixels.</summary>
internal static class Chart
{
    /// <summary>Height of one row of labels above a chart.</summary>
    public const double LabelRow = 19;

    private const double AxisHeight = 26;

    /// <param name="kind">Its class.</param>
    /// <param name="id">What its ids begin with; unique in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What is to be seen in it, in words.</param>
    /// <param name="axis">The time.</param>
    /// <param name="top">Where the drawn part begins.</param>
    /// <param name="bottom">Where it ends.</param>
    /// <param name="parts">What is drawn.</param>
    public static XElement Of(string kind, string id, string title, string description, TimeAxis axis, double top, double bottom, params IEnumerable<object?> parts) => Markup.Svg("svg",
        [
            ("class", kind), ("width", "100%"), ("height", Numbers.Text(bottom + AxisHeight)), ("role", "img"), ("aria-labelledby", $"{id}-title {id}-description"),
            Markup.Svg("title", ("id", $"{id}-title"), title),
            Markup.Svg("desc", ("id", $"{id}-description"), description),
            Ticks(axis, top, bottom),
            .. parts,
        ]);

    /// <summary>Labelled lines. Each label has a row of its own and goes to where more room is, so that none meets another at any width.</summary>
    public static IEnumerable<XElement> Marks(string kind, TimeAxis axis, IReadOnlyList<ChartMark> marks, double top, double bottom) => marks.SelectMany((mark, row) =>
    {
        var share = axis.Share(mark.At);
        var y = top + (row * LabelRow);
        return new[]
        {
            Line("mark-line " + kind, share, y, bottom),
            Markup.Svg("text", ("class", "mark-label " + kind), ("x", Numbers.Percent(share)), ("y", Numbers.Text(y + 12)),
                ("dx", share <= 0.5 ? "5" : "-5"), ("text-anchor", share <= 0.5 ? "start" : "end"), mark.Label),
        };
    });

    /// <summary>A line from top to bottom at a place.</summary>
    public static XElement Line(string kind, double share, double top, double bottom) => Markup.Svg("line",
        ("class", kind), ("x1", Numbers.Percent(share)), ("x2", Numbers.Percent(share)), ("y1", Numbers.Text(top)), ("y2", Numbers.Text(bottom)));

    /// <summary>A rectangle over a stretch of time.</summary>
    public static XElement Band(string kind, TimeAxis axis, TimeSpan from, TimeSpan to, double y, double height, params IEnumerable<object?> parts) => Markup.Svg("rect",
        [("class", kind), ("x", axis.Place(from)), ("width", axis.Width(from, to)), ("y", Numbers.Text(y)), ("height", Numbers.Text(height)), .. parts]);

    /// <summary>A drawing of fixed size at a moment, for signs that must not be stretched.</summary>
    public static XElement Sign(string kind, double share, double y, string path, string? title = null) => Markup.Svg("svg",
        ("class", kind), ("x", Numbers.Percent(share)), ("y", Numbers.Text(y)), ("width", "1"), ("height", "1"),
        Markup.Svg("path", ("d", path), title is null ? null : Markup.Svg("title", title)));

    private static IEnumerable<XElement> Ticks(TimeAxis axis, double top, double bottom) => axis.Ticks().SelectMany(tick =>
    {
        var share = axis.Share(tick.At);
        return new[]
        {
            Line("grid", share, top, bottom),
            Markup.Svg("text", ("x", Numbers.Percent(share)), ("y", Numbers.Text(bottom + 17)), ("text-anchor", share < 0.04 ? "start" : share > 0.93 ? "end" : "middle"), tick.Label),
        };
    });
}
