using System.Text.Json.Serialization;

namespace KubeHa;

/// <summary>Reads and writes <see cref="SecretsDocument"/> without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SecretsDocument))]
internal sealed partial class SecretsJson : JsonSerializerContext;
