using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace KubeHa.Templates;

/// <summary>Documents of YAML as one text.</summary>
internal static class YamlText
{
    /// <summary>Writes documents, and puts holes back where their names stand as a quoted text.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="holes">The holes that occur in them.</param>
    public static Content Of(IEnumerable<Yaml> documents, params IEnumerable<Content> holes)
    {
        var text = string.Join("---\n", documents.Select(Document));
        IEnumerable<Content> parts = [Content.Text(text)];
        return Content.Concat(holes.Aggregate(parts, Split));
    }

    private static string Document(Yaml document)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, document.Node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static void Emit(Emitter emitter, YamlNode node)
    {
        switch (node)
        {
            case YamlScalarNode scalar:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, scalar.Value ?? string.Empty, scalar.Style, isPlainImplicit: true, isQuotedImplicit: true));
                break;
            case YamlSequenceNode sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, sequence.Children.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in sequence)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case YamlMappingNode mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var (key, value) in mapping)
                {
                    Emit(emitter, key);
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            default:
                throw new ArgumentException($"A node of an unknown kind: {node.NodeType}.", nameof(node));
        }
    }

    /// <summary>Values of the model cannot contain a hole's name: neither '$' nor '{' is allowed in any.</summary>
    private static IEnumerable<Content> Split(IEnumerable<Content> parts, Content hole) => parts.SelectMany(part =>
        part.Parts is [ContentPart.Literal literal]
            ? literal.Text.Split($"\"{hole}\"").Select(Content.Text).SelectMany((piece, index) => index == 0 ? [piece] : new[] { Content.Text("\""), hole, Content.Text("\""), piece })
            : [part]);
}
