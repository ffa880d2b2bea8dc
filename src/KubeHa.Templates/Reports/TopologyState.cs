namespace KubeHa.Templates;

/// <summary>What was seen of a cluster's machines, for a drawing.</summary>
/// <param name="Machines">By machine; who is not in it is drawn without a state.</param>
/// <param name="Owners">The directors that have the virtual IP; <see langword="null"/> where that was not seen.</param>
/// <param name="Servers">The control planes in the directors' pools; <see langword="null"/> where that was not seen.</param>
internal sealed record TopologyState(IReadOnlyDictionary<string, MachineState> Machines, IReadOnlySet<string>? Owners = null, IReadOnlySet<string>? Servers = null)
{
    /// <summary>The model alone.</summary>
    public static TopologyState None { get; } = new(new Dictionary<string, MachineState>());
}
