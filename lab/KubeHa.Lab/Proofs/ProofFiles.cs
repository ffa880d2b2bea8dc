using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Progress and results on the disk, written whole or not at all.</summary>
internal static class ProofFiles
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Progress(string proof) => Path.Join(Layout.Proofs, proof + ".json");

    public static string Result(string proof) => Path.Join(Layout.Results, proof + ".json");

    public static void Write(string file, JsonObject json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".new", json.ToJsonString(Readable) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }

    public static JsonObject? Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject;
        }
        catch (Exception failed) when (failed is IOException or JsonException)
        {
            return null;
        }
    }
}
