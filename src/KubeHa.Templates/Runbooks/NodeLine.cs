namespace KubeHa.Templates;

/// <summary>A line of the <see cref="FactNames.Nodes"/> fact.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Ready">Whether its Ready condition is True.</param>
/// <param name="PodRange">Its range of pod addresses; empty where it has none yet.</param>
/// <param name="KubeletVersion">The version of its kubelet; empty where it is not known.</param>
internal sealed record NodeLine(string Name, bool Ready, string PodRange, string KubeletVersion)
{
    public static Dictionary<string, NodeLine> Read(string? text) => (text ?? string.Empty)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .Where(words => words.Length >= 3)
        .Select(words => new NodeLine(words[0], words[1] == "True", words[2], words.ElementAtOrDefault(3) ?? string.Empty))
        .ToDictionary(node => node.Name);
}
