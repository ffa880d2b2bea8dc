namespace KubeHa.Templates;

/// <summary>A line of the <see cref="FactNames.Nodes"/> fact.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Ready">Whether its Ready condition is True.</param>
/// <param name="PodRange">Its range of pod addresses; empty where it has none yet.</param>
internal sealed record NodeLine(string Name, bool Ready, string PodRange)
{
    public static Dictionary<string, NodeLine> Read(string? text) => (text ?? string.Empty)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .Where(words => words.Length >= 3)
        .Select(words => new NodeLine(words[0], words[1] == "True", words[2]))
        .ToDictionary(node => node.Name);
}
