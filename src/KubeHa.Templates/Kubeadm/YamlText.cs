namespace KubeHa.Templates;

/// <summary>Documents of YAML as one text.</summary>
internal static class YamlText
{
    /// <summary>Writes documents, and puts holes back where their names stand as a quoted text.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="holes">The holes that occur in them.</param>
    public static Content Of(IEnumerable<Yaml> documents, params IEnumerable<Content> holes)
    {
        var text = string.Join("---\n", documents.Select(document => YamlNodes.Document(document.Node)));
        IEnumerable<Content> parts = [Content.Text(text)];
        return Content.Concat(holes.Aggregate(parts, Split));
    }

    /// <summary>Values of the model cannot contain a hole's name: neither '$' nor '{' is allowed in any.</summary>
    private static IEnumerable<Content> Split(IEnumerable<Content> parts, Content hole) => parts.SelectMany(part =>
        part.Parts is [ContentPart.Literal literal]
            ? literal.Text.Split($"\"{hole}\"").Select(Content.Text).SelectMany((piece, index) => index == 0 ? [piece] : new[] { Content.Text("\""), hole, Content.Text("\""), piece })
            : [part]);
}
