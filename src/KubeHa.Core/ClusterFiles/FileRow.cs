using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>A key of a mapping, as data.</summary>
/// <param name="Key">The key.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Part">What it holds.</param>
/// <param name="Default">What holds where it is left out; null for nothing.</param>
internal sealed record FileRow(string Key, string Meaning, bool IsRequired, FilePart Part, YamlNode? Default);
