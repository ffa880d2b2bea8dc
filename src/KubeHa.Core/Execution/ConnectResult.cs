namespace KubeHa;

/// <summary>Which machines of a plan were reached.</summary>
internal sealed class ConnectResult
{
    /// <summary>The machines that were reached, by name.</summary>
    public Dictionary<string, MachineConnection> Machines { get; } = new(StringComparer.Ordinal);

    /// <summary>Reasons, by machine, for those that could not be reached.</summary>
    public Dictionary<string, string> Unreachable { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of them that the run goes on without.</summary>
    public HashSet<string> SetAside { get; } = new(StringComparer.Ordinal);

    /// <summary>Why the run stops before its first change.</summary>
    public string? Failure { get; set; }
}
