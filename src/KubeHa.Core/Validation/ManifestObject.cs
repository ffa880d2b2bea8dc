using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>One object of a manifest.</summary>
/// <param name="ApiVersion">Its <c>apiVersion</c>.</param>
/// <param name="Kind">Its <c>kind</c>.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Node">All of it.</param>
internal sealed record ManifestObject(string ApiVersion, string Kind, string Name, YamlMappingNode Node);
