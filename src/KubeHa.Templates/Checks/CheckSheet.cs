namespace KubeHa.Templates;

/// <summary>What the checks of a verification share: what they judge, and the list that their answers go to.</summary>
internal sealed class CheckSheet(Cluster cluster, Observations observed, ConfigSet? configs)
{
    private readonly List<CheckResult> results = [];

    public Cluster Cluster { get; } = cluster;

    public Observations Observed { get; } = observed;

    /// <summary>Every file of every machine; null where facts of machines are missing that files need.</summary>
    public ConfigSet? Configs { get; } = configs;

    public IReadOnlyList<CheckResult> Results => results;

    /// <summary>Whether a machine was looked at.</summary>
    public bool Reached(Machine machine) => Observed[machine.Name, FactNames.System] is not null;

    public FactBlock Block(Machine machine, string fact) => FactBlock.Of(Observed, machine.Name, fact);

    /// <summary>The machines that were looked at and said something to a question. Where one said nothing the check is answered by a warning: what nobody saw never holds.</summary>
    /// <param name="check">The check that asks.</param>
    /// <param name="machines">Who was asked.</param>
    /// <param name="fact">What was asked.</param>
    public IReadOnlyList<T> Said<T>(string check, IEnumerable<T> machines, string fact)
        where T : Machine
    {
        var reached = machines.Where(Reached).ToList();
        foreach (var machine in reached.Where(machine => Observed[machine.Name, fact] is null))
        {
            Add(check, machine.Name, CheckStatus.Warns, "it could not be looked at", $"The look '{fact}' brought nothing there; see what failed in the run's steps.");
        }

        return [.. reached.Where(machine => Observed[machine.Name, fact] is not null)];
    }

    public void Judge(string check, string machine, bool holds, string seen, string hint) =>
        Add(check, machine, holds ? CheckStatus.Holds : CheckStatus.Fails, seen, hint);

    public void Add(string check, string machine, CheckStatus status, string seen, string hint) =>
        results.Add(new CheckResult(check, machine, status, seen, status == CheckStatus.Holds ? string.Empty : hint));
}
