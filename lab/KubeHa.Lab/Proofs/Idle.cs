using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Nobody touches anything, and the virtual IP stays where it is; also while this machine is busy bringing a cluster up.</summary>
internal sealed class Idle : Proof
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    public override string Name => "idle";

    public override string Shows => "no false failover: with the default and with the fast settings, in ten idle minutes and during a whole bring-up from bare machines, keepalived changes no director's state";

    public override int Rounds => 4;

    public override string Bound => "0 VRRP transitions";

    public override JsonObject Settings => new()
    {
        ["idleSeconds"] = Quiet.TotalSeconds,
        ["counted"] = "lines 'Entering ... STATE' of keepalived's journal on both directors, but for the first one after a start; in a bring-up those after the first director became master",
    };

    public override bool WantsCluster(int round) => round is 1 or 2;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var fast = round.Number is 2 or 4;
        var bringUp = round.Number > 2;
        round.Saw("fast", fast);
        round.Saw("during", bringUp ? "a bring-up" : "ten idle minutes");
        var began = Clock.Now / 1000;
        if (bringUp)
        {
            await bench.Lab.RenewAsync(cancellationToken);
            began = Clock.Now / 1000;
            (await bench.Program.ApplyAsync(cancellationToken, fast: fast)).Must();
        }
        else
        {
            if (fast)
            {
                (await bench.Program.ApplyAsync(cancellationToken, fast: true)).Must();
            }

            await Task.Delay(TimeSpan.FromSeconds(15), cancellationToken);
            began = Clock.Now / 1000;
            await Task.Delay(Quiet, cancellationToken);
        }

        var lines = new List<(double At, string Text)>();
        foreach (var director in Machines.Directors)
        {
            var text = await DataCentre.AskAsync(director, "journalctl -u keepalived -o short-unix --no-pager", cancellationToken);
            lines.AddRange(Entries(text).Where(line => line.At >= began).Select(line => (line.At, $"{line.At - began:0.0} {director} {line.Text}")));
        }

        var transitions = Transitions([.. lines.OrderBy(line => line.At).Select(line => line.Text)], bringUp);
        round.Saw("transitions", transitions.Count);
        round.SawLines("lines", lines.OrderBy(line => line.At).Select(line => line.Text));
        round.Must(transitions.Count == 0, $"{transitions.Count} VRRP transitions: {string.Join("; ", transitions)}");
        if (fast && !bringUp)
        {
            (await bench.Program.ApplyAsync(cancellationToken)).Must();
        }
    }

    /// <summary>Moments and texts of the lines that tell a state.</summary>
    public static IEnumerable<(double At, string Text)> Entries(string journal) => journal.Split('\n')
        .Where(line => line.Contains("Entering ", StringComparison.Ordinal) && line.Contains(" STATE", StringComparison.Ordinal))
        .Select(line => (double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture), line[line.IndexOf("Entering ", StringComparison.Ordinal)..]));

    /// <summary>Those that should not be: all but the states in which keepalived starts, and in a bring-up the first master.</summary>
    public static IReadOnlyList<string> Transitions(IReadOnlyList<string> lines, bool bringUp)
    {
        // keepalived says "(init)" behind the state in which it starts, or does not.
        var started = bringUp ? lines.GroupBy(Director).Select(ofOne => ofOne.First()).ToHashSet() : [];
        var counted = lines.Where(line => !started.Contains(line) && !line.Contains("(init)", StringComparison.Ordinal)).ToList();
        var first = counted.FindIndex(line => line.Contains("Entering MASTER STATE", StringComparison.Ordinal));
        return bringUp && first >= 0 ? [.. counted[..first], .. counted[(first + 1)..]] : counted;
    }

    private static string Director(string line) => line.Split(' ')[1];

    public override string Worst(IReadOnlyList<JsonObject> rounds) => Text($"{Largest(rounds, "transitions")} transitions");
}
