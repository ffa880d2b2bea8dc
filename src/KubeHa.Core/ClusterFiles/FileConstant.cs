using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>A key that always holds the same.</summary>
internal sealed class FileConstant<T>(string key, string meaning, string value) : FileField<T>(key, meaning, isRequired: true)
{
    public override T Read(T target, FileNode node, string path, FileReading reading)
    {
        if (node is not FileNode.Refused && (node as FileNode.Scalar)?.Value != value)
        {
            reading.Problem(DiagnosticCodes.UnknownFileFormat, path, node.Place, $"'{Key}' is not '{value}'.", $"This version of KubeHa reads '{Key}: {value}'.");
        }

        return target;
    }

    public override YamlNode? Write(T source, T plain) => YamlNodes.Text(value);

    public override FileRow Describe(T plain) => new(Key, Meaning, IsRequired, new FilePart.Scalar($"`{value}`", ["string"], null, [value]), null);
}
