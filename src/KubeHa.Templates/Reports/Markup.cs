using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>Makes the elements of pages and drawings, and writes them. Every text passes here, so nothing can break out of its place.</summary>
internal static class Markup
{
    private static readonly XNamespace SvgNamespace = "http://www.w3.org/2000/svg";

    // The elements of HTML that have no end; every other one is given an end, since HTML does not know <td/>.
    private static readonly HashSet<string> Void = ["meta", "br", "hr", "col"];

    /// <summary>An element of HTML. Parts are attributes (a pair of texts), texts, elements and lists of elements; <see langword="null"/> is passed over.</summary>
    public static XElement Html(string tag, params IEnumerable<object?> parts)
    {
        var element = Fill(new XElement(tag), parts);
        if (element.IsEmpty && !Void.Contains(tag))
        {
            element.Add(string.Empty);
        }

        return element;
    }

    /// <summary>An element of SVG.</summary>
    public static XElement Svg(string tag, params IEnumerable<object?> parts) => Fill(new XElement(SvgNamespace + tag), parts);

    public static string Write(XElement root)
    {
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" };
        using (var writer = XmlWriter.Create(text, settings))
        {
            root.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }

    private static XElement Fill(XElement element, IEnumerable<object?> parts)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case null:
                    break;
                case (string name, string value):
                    element.SetAttributeValue(name, Writable(value));
                    break;
                case string text:
                    element.Add(Writable(text));
                    break;
                case XElement child:
                    element.Add(child);
                    break;
                case IEnumerable<XElement> children:
                    element.Add(children.ToArray<object>());
                    break;
                default:
                    throw new ArgumentException($"A {part.GetType().Name} is no part of an element.", nameof(parts));
            }
        }

        return element;
    }

    /// <summary>What machines print may hold characters that no document may have: colours of a terminal, half of a character.</summary>
    private static string Writable(string text)
    {
        StringBuilder? changed = null;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            if (isPair)
            {
                changed?.Append(text, i++, 2);
                i += changed is null ? 1 : 0;
            }
            else if (XmlConvert.IsXmlChar(text[i]))
            {
                changed?.Append(text[i]);
            }
            else
            {
                changed ??= new StringBuilder(text, 0, i, text.Length);
                changed.Append('\uFFFD');
            }
        }

        return changed?.ToString() ?? text;
    }
}
