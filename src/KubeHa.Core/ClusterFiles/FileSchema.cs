using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>The JSON Schema (2020-12) of a file that is described as data.</summary>
internal sealed class FileSchema
{
    // What has a name and may occur in several places is written once.
    private readonly JsonObject definitions = [];

    private FileSchema()
    {
    }

    public static string Text(FilePart.Mapping root)
    {
        var parts = new FileSchema();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "KubeHa cluster file",
        };
        foreach (var (key, value) in parts.Mapping(root).ToArray())
        {
            schema[key] = value?.DeepClone();
        }

        schema["$defs"] = parts.definitions;

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            schema.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private JsonObject Part(FilePart part) => part switch
    {
        FilePart.Scalar scalar => Scalar(scalar),
        FilePart.List { Item: FilePart.Scalar item } => new JsonObject { ["type"] = "array", ["items"] = Part(item), ["uniqueItems"] = true },
        FilePart.List list => new JsonObject { ["type"] = "array", ["items"] = Part(list.Item) },
        FilePart.Mapping { Name: { } name } mapping => Reference(name, () => Mapping(mapping)),
        FilePart.Mapping mapping => Mapping(mapping),
        FilePart.Union union => Reference(union.Name, () => Union(union)),
        _ => throw new System.Diagnostics.UnreachableException("A part that the schema does not know."),
    };

    private JsonObject Reference(string name, Func<JsonObject> make)
    {
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = make();
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    private static JsonObject Scalar(FilePart.Scalar scalar)
    {
        var schema = new JsonObject();
        if (scalar.Allowed.Count == 1)
        {
            schema["const"] = scalar.Allowed[0];
            return schema;
        }

        schema["type"] = scalar.JsonTypes.Count == 1 ? scalar.JsonTypes[0] : Texts(scalar.JsonTypes);
        if (scalar.Allowed.Count > 0)
        {
            schema["enum"] = Texts(scalar.Allowed);
        }

        if (scalar.Pattern is { } pattern)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    private JsonObject Mapping(FilePart.Mapping mapping)
    {
        var properties = new JsonObject();
        foreach (var row in mapping.Rows)
        {
            var property = Part(row.Part);
            property["description"] = row.Meaning;
            if (row.Default is { } plain and not YamlMappingNode)
            {
                property["default"] = Value(plain, row.Part);
            }

            properties[row.Key] = property;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Texts(mapping.Rows.Where(row => row.IsRequired).Select(row => row.Key)),
            ["additionalProperties"] = false,
        };
    }

    private JsonObject Union(FilePart.Union union)
    {
        var cases = new JsonArray();
        foreach (var (kind, meaning, mapping) in union.Cases)
        {
            var schema = Mapping(mapping);
            schema["description"] = meaning;
            ((JsonObject)schema["properties"]!).Insert(0, FileUnion.Kind, new JsonObject { ["const"] = kind });
            ((JsonArray)schema["required"]!).Insert(0, JsonValue.Create(FileUnion.Kind));
            cases.Add((JsonNode)schema);
        }

        return new JsonObject { ["oneOf"] = cases };
    }

    private static JsonNode? Value(YamlNode node, FilePart part) => (node, part) switch
    {
        (YamlSequenceNode sequence, FilePart.List list) => new JsonArray([.. sequence.Select(item => Value(item, list.Item))]),
        (YamlScalarNode { Value: { } text }, FilePart.Scalar { JsonTypes: ["integer"] }) => JsonNode.Parse(text),
        (YamlScalarNode { Value: { } text }, FilePart.Scalar { JsonTypes: ["boolean"] }) => JsonNode.Parse(text),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);
}
