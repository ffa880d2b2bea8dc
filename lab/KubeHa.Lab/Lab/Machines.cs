namespace KubeHa.Lab;

/// <summary>The machines of the lab; lab/machines is the table.</summary>
internal static class Machines
{
    public const string Vip = "192.168.33.130";

    public const int Port = 6443;

    public static IReadOnlyList<string> ControlPlanes { get; } = ["master", "master2", "master3"];

    public static IReadOnlyList<string> Workers { get; } = ["node1", "node2", "node3"];

    public static IReadOnlyList<string> Directors { get; } = ["lvs01", "lvs02"];

    public static IReadOnlyDictionary<string, string> Addresses { get; } = Parse(File.ReadLines(Path.Join(Layout.Root, "lab", "machines")));

    public static IReadOnlyList<string> All { get; } = [.. Addresses.Keys];

    /// <summary>Those that an apply of the whole cluster talks to.</summary>
    public static IReadOnlyList<string> OfCluster { get; } = [.. ControlPlanes, .. Workers, .. Directors, "client"];

    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> lines) => lines
        .Where(line => line.Trim() is { Length: > 0 } text && text[0] != '#')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(words => words[0], words => words[1], StringComparer.Ordinal);
}
