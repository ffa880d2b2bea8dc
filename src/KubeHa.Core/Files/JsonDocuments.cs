using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeHa;

/// <summary>Documents of ours: indented JSON whose first member says the format, read strictly and without reflection.</summary>
internal static class JsonDocuments
{
    // Scripts are full of quotes and angle brackets; a file on a disk needs no escapes for the sake of web pages.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(string format, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("format", format);
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <param name="format">The format that is understood.</param>
    /// <param name="json">The document.</param>
    /// <param name="read">Makes the value; what is wrong it adds to the problems, and its result is then not used.</param>
    /// <exception cref="InvalidDocumentException">There are problems.</exception>
    public static T Read<T>(string format, string json, Func<JsonMembers, List<DocumentProblem>, T?> read)
        where T : class
    {
        var problems = new List<DocumentProblem>();
        T? value = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = new JsonPlace(document.RootElement, "$", problems);
            if (root.Members() is { } members)
            {
                var found = members.Required("format")?.Text();
                if (found == format)
                {
                    value = read(members, problems);
                }
                else if (found is not null)
                {
                    // Whatever else is wrong with it is not for this version to say.
                    problems.Clear();
                    problems.Add(new DocumentProblem("$.format", $"it is '{found}'; this version reads '{format}'."));
                }
            }
        }
        catch (JsonException exception)
        {
            problems.Add(new DocumentProblem("$", $"no valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} of it."));
        }
        catch (ArgumentException)
        {
            problems.Add(new DocumentProblem("$", "no valid Unicode text."));
        }

        return problems.Count == 0 && value is not null ? value : throw new InvalidDocumentException(format, problems);
    }
}
