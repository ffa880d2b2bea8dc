namespace KubeHa.Templates;

/// <summary>That root of one machine may log in as root on another one without a password. Opt-in: whoever owns the first machine then owns the second.</summary>
/// <param name="From">The name of the machine that logs in.</param>
/// <param name="To">The name of the machine that lets it in.</param>
public sealed record MachineLogin(string From, string To)
{
    /// <summary>Logins between one machine and others, both ways.</summary>
    /// <param name="machine">The one machine's name.</param>
    /// <param name="others">The others' names.</param>
    public static IReadOnlyList<MachineLogin> Between(string machine, params IEnumerable<string> others) =>
        [.. others.SelectMany(other => new[] { new MachineLogin(machine, other), new MachineLogin(other, machine) })];
}
