using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>Every figure in a table: what was seen, what was expected, why.</summary>
internal static class FigureTable
{
    public static XElement Of(IEnumerable<Figure> figures) => Table.Of("Each figure beside what was expected of it", ["Figure", "#Seen", "#Expected", "Judged", "Why"], figures.Select(figure => (IReadOnlyList<object?>)
    [
        figure.Name,
        figure.Seen,
        figure.Expected.Length > 0 ? figure.Expected : "nothing",
        figure.Tone switch
        {
            Tone.Calm => Table.Word(Tone.Calm, "only told"),
            Tone.Good => Table.Word(Tone.Good, "as expected"),
            Tone.Warn => Table.Word(Tone.Warn, "worth a look"),
            _ => Table.Word(Tone.Bad, "NOT as expected"),
        },
        figure.Reason,
    ]));
}
