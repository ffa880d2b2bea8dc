using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>A shape for each tone, sixteen units wide: a tick in a circle, a sign in a triangle, a cross in an octagon, a ring.</summary>
internal static class Icons
{
    /// <summary>The shape as an image of its own in a text, silent: the word beside it says the same.</summary>
    public static XElement Inline(Tone tone) => Markup.Svg("svg",
        ("class", $"icon {Name(tone)}"), ("viewBox", "0 0 16 16"), ("width", "16"), ("height", "16"), ("aria-hidden", "true"), Shape(tone));

    /// <summary>The shape in a drawing.</summary>
    public static XElement At(Tone tone, double x, double y) => Markup.Svg("g",
        ("class", $"icon {Name(tone)}"), ("transform", $"translate({Numbers.Text(x)} {Numbers.Text(y)})"), Shape(tone));

    public static string Name(Tone tone) => tone switch { Tone.Good => "good", Tone.Warn => "warn", Tone.Bad => "bad", _ => "calm" };

    private static XElement[] Shape(Tone tone) => tone switch
    {
        Tone.Good => [Path("solid", "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z"), Path("sign", "M4.6 8.3l2.3 2.3 4.5-4.9")],
        Tone.Warn => [Path("solid", "M8 1.2L15.4 14.4H.6z"), Path("sign", "M8 6v4M8 12v.6")],
        Tone.Bad => [Path("solid", "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z"), Path("sign", "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2")],
        _ => [Path("ring", "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z")],
    };

    private static XElement Path(string kind, string data) => Markup.Svg("path", ("class", kind), ("d", data));
}
