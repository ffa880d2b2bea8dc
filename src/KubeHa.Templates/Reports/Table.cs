using System.Xml.Linq;
using static KubeHa.Templates.Markup;

namespace KubeHa.Templates;

/// <summary>A table with a caption; on a narrow screen each row is a card whose lines say which column they are.</summary>
internal static class Table
{
    /// <param name="caption">What the table holds.</param>
    /// <param name="columns">The columns' names; one that begins with <c>#</c> holds numbers.</param>
    /// <param name="rows">The cells: texts, elements, or nothing.</param>
    public static XElement Of(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows) => Html("div", ("class", "card"),
        // Rules that turn rows into cards take a table's meaning away; the roles give it back.
        Html("table", ("role", "table"),
            Html("caption", caption),
            Html("thead", ("role", "rowgroup"), Html("tr", ("role", "row"), columns.Select(column => Html("th", ("role", "columnheader"), ("scope", "col"), Kind(column), Name(column))))),
            Html("tbody", ("role", "rowgroup"), rows.Select(cells => Html("tr", ("role", "row"), cells.Select((cell, i) => i == 0
                ? Html("th", ("role", "rowheader"), ("scope", "row"), Kind(columns[0]), cell)
                : Html("td", ("role", "cell"), ("data-label", Name(columns[i])), Kind(columns[i]), cell)))))));

    /// <summary>A tone as a cell: its shape and its word.</summary>
    public static XElement Word(Tone tone, string word) => Html("span", ("class", "word-cell " + Icons.Name(tone)), Icons.Inline(tone), Html("span", word));

    private static string Name(string column) => column.TrimStart('#');

    private static object? Kind(string column) => column.StartsWith('#') ? ("class", "number") : null;
}
