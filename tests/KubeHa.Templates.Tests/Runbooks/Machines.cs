using System.Globalization;
using System.Text;
using static KubeHa.ShellScript;

namespace KubeHa.Templates.Tests;

/// <summary>
/// Machines behind a <see cref="RecordingTransport"/>: they answer every look as they were <see cref="Seen"/>, round by round, have the keys they
/// are given, and say of every other step that it changed something (or not).
/// </summary>
internal sealed class Machines
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> keys = [];
    private readonly Dictionary<(string Machine, string Fact), int> looks = [];
    private readonly Lock gate = new();
    private readonly Observations[] rounds;
    private readonly Func<int, bool> changes;

    /// <param name="rounds">What is seen in each round; the last one stays.</param>
    public Machines(params Seen[] rounds)
        : this(round => round < rounds.Length, rounds)
    {
    }

    /// <param name="changes">Whether steps of a round, from 1, change something.</param>
    /// <param name="rounds">What is seen in each round; the last one stays.</param>
    public Machines(Func<int, bool> changes, params Seen[] rounds)
    {
        this.changes = changes;
        this.rounds = [.. rounds.Select(seen => seen.Build())];
        var cluster = rounds[0].Cluster;

        // A run for one machine asks for fewer nodes than a run for all, and that is another command.
        Transport.On((_, request) => request.Command.Contains("${said:-bare=yes}", StringComparison.Ordinal), command => Look(command.Target.Name, FactNames.Membership,
            text => MembershipProbe.Restrict(text, cluster.Nodes.Select(node => node.Name).Where(node => command.Command.Contains($" {node} ", StringComparison.Ordinal) || command.Command.Contains($" {node};", StringComparison.Ordinal)).ToHashSet())));
        foreach (var step in cluster.PlanObservation().Steps.Concat(VerificationRunbook.CloserLooks(cluster, this.rounds[0], cluster.Render()).Steps))
        {
            var look = (StepAction.Observe)step.Action;
            var command = Sh($"set -- {look.Probe.Text}").Text + "\n";
            Transport.On((target, request) => target.Name == step.Host && IsLook(request.Command) && request.Command.Contains(command, StringComparison.Ordinal), _ => Look(step.Host, look.Fact, text => text));
        }

        Transport.On((_, request) => request.Command.Contains("file=/etc/kubernetes/$item", StringComparison.Ordinal), command => Keys(command.Target.Name));
        Transport.On((_, request) => IsSearchForKeys(request.Command), command => new ExecResult(ExecOutcome.Completed, keys.ContainsKey(command.Target.Name) ? 0 : 1, null, "", ""));
        Transport.On((_, request) => request.Command.StartsWith("password=$(sed", StringComparison.Ordinal), command => Keys(command.Target.Name));
        Transport.On("get configmap kubeadm-config", RecordingTransport.Output("ClusterConfiguration:\n  clusterName: other\n"));
        Transport.OnAny(command =>
        {
            Changing?.Invoke(command);
            return this.changes(Round(command.Target.Name)) ? RecordingTransport.Changed : RecordingTransport.Holds;
        });
    }

    public RecordingTransport Transport { get; } = new();

    /// <summary>Told of every command that is neither a look nor the reading of keys.</summary>
    public Action<RecordedCommand>? Changing { get; init; }

    /// <summary>Another text for a look, by machine, fact and how-manieth time that is asked for; what was seen where it gives none.</summary>
    public Func<string, string, int, string?>? Instead { get; init; }

    /// <summary>The commands that are neither a look nor the reading of keys.</summary>
    public IEnumerable<RecordedCommand> Changes => Transport.Commands.Where(command =>
        !IsLook(command.Command) && !command.Command.Contains("file=/etc/kubernetes/$item", StringComparison.Ordinal)
        && !IsSearchForKeys(command.Command) && !command.Command.StartsWith("password=$(sed", StringComparison.Ordinal) && !command.Command.Contains("get configmap kubeadm-config", StringComparison.Ordinal));

    private static bool IsSearchForKeys(string command) => command.Contains("\"/etc/kubernetes/$item\" ] || exit 0", StringComparison.Ordinal);

    public Machines Have(string machine, ClusterSecrets secrets, params string[] names)
    {
        keys[machine] = names.ToDictionary(name => name, name =>
            secrets.TryGet(name, out var secret) ? secret.Reveal() : secrets.TryGetPublic(name, out var value) ? value : throw new ArgumentException($"No {name}.", nameof(names)));
        return this;
    }

    private static bool IsLook(string command) => command.EndsWith("exec </dev/null; probe=$1; shift; eval \"$probe\"", StringComparison.Ordinal);

    private ExecResult Keys(string machine) => RecordingTransport.Output(string.Concat((keys.GetValueOrDefault(machine) ?? new Dictionary<string, string>())
        .Select(item => $"{item.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(item.Value))}\n")));

    private ExecResult Look(string machine, string fact, Func<string, string> seen)
    {
        int round;
        lock (gate)
        {
            looks[(machine, fact)] = round = looks.GetValueOrDefault((machine, fact)) + 1;
        }

        if (Instead?.Invoke(machine, fact, round) is { } other)
        {
            return RecordingTransport.Output(other + "\n");
        }

        if (fact == FactNames.Membership)
        {
            // Seen by the look of a round and again by the plan that rests on it.
            round = (round + 1) / 2;
        }

        if (fact == FactNames.Clock)
        {
            return RecordingTransport.Output((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) + "\n");
        }

        var text = rounds[Math.Min(round, rounds.Length) - 1][machine, fact];
        return text is null ? RecordingTransport.Exit(1) : RecordingTransport.Output(seen(text) + "\n");
    }

    /// <summary>Which round it is for a machine, asked when its looks are done.</summary>
    private int Round(string machine)
    {
        lock (gate)
        {
            return looks.GetValueOrDefault((machine, FactNames.Clock));
        }
    }
}
