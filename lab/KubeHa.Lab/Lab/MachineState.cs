namespace KubeHa.Lab;

/// <summary>A line of "lab status".</summary>
internal sealed record MachineState(string Name, string Power, string Cable)
{
    public static IReadOnlyList<MachineState> Parse(string status) => status.Split('\n')
        .Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words.Length == 5)
        .Select(words => new MachineState(words[0], words[3], words[4]))
        .ToList();
}
