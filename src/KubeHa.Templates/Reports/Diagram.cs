using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>Parts of a drawing of machines: frames, boxes, arrows. Lengths are the units of the drawing.</summary>
internal sealed class Diagram
{
    private readonly List<XElement> lines = [];
    private readonly List<XElement> boxes = [];

    public IEnumerable<XElement> Elements => lines.Concat(boxes);

    public void Frame(double x, double y, double width, double height, string label)
    {
        lines.Add(Markup.Svg("rect", ("class", "frame"), Place("x", x), Place("y", y), Place("width", width), Place("height", height), ("rx", "12")));
        boxes.Add(Words("label", x + 14, y + 21, label));
    }

    /// <summary>A machine: name, address, a note, and how it stands where that is known.</summary>
    public void Machine(Box box, string name, string address, string note, MachineState? state)
    {
        var room = (int)((box.Width - 24) / 8.8);
        var smallRoom = (int)((box.Width - 22) / 7);
        var parts = new List<object?>
        {
            ("class", "machine " + Icons.Name(state?.Tone ?? Tone.Calm)),
            Markup.Svg("title", string.Join(", ", new[] { name, address, note, state?.Word }.Where(text => !string.IsNullOrEmpty(text)))),
            Markup.Svg("rect", Place("x", box.X), Place("y", box.Y), Place("width", box.Width), Place("height", box.Height), ("rx", "8")),
            Words("name", box.X + 12, box.Y + 22, Short(name, room)),
            Words("small", box.X + 12, box.Y + 40, address),
            Words("small", box.X + 12, box.Y + 57, Short(note, smallRoom)),
        };
        if (state is not null)
        {
            parts.Add(Icons.At(state.Tone, box.X + 11, box.Y + 66));
            parts.Add(Words("word", box.X + 32, box.Y + 79, Short(state.Word, smallRoom - 3)));
        }

        boxes.Add(Markup.Svg("g", parts));
    }

    /// <summary>The virtual IP.</summary>
    public void Address(Box box, string address, string note, bool isOwned)
    {
        boxes.Add(Markup.Svg("g", ("class", isOwned ? "address" : "address bad"),
            Markup.Svg("rect", Place("x", box.X), Place("y", box.Y), Place("width", box.Width), Place("height", box.Height), Place("rx", box.Height / 2)),
            Words("name", box.Middle, box.Y + (box.Height / 2) - 3, address, "middle"),
            Words("small", box.Middle, box.Y + (box.Height / 2) + 15, note, "middle")));
    }

    public void Line(string kind, double x1, double y1, double x2, double y2) =>
        lines.Add(Markup.Svg("path", ("class", "line " + kind), ("d", $"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}")));

    /// <summary>Downwards, with a head at its end.</summary>
    public void Arrow(string kind, double x, double y1, double y2)
    {
        Line(kind, x, y1, x, y2 - 7);
        lines.Add(Markup.Svg("path", ("class", "head " + kind), ("d", $"M{N(x - 4.5)} {N(y2 - 8)}L{N(x + 4.5)} {N(y2 - 8)}L{N(x)} {N(y2)}Z")));
    }

    public void Note(double x, double y, string text) => boxes.Add(Words("small", x, y, text));

    private static XElement Words(string kind, double x, double y, string text, string? anchor = null) =>
        Markup.Svg("text", ("class", kind), Place("x", x), Place("y", y), anchor is null ? null : ("text-anchor", anchor), text);

    private static (string, string) Place(string name, double number) => (name, N(number));

    private static string N(double number) => Numbers.Text(number);

    private static string Short(string text, int room) => text.Length <= room ? text : text[..Math.Max(1, room - 1)] + "\u2026";

    /// <summary>A place on the drawing.</summary>
    internal readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public double Middle => X + (Width / 2);

        public double Bottom => Y + Height;
    }
}
