using System.Globalization;

namespace KubeHa.Simulation;

/// <summary>The command line of the simulation.</summary>
internal sealed record Arguments(CaseSet Set, int Sample, int Seed, string? Out, SimulatedShell Shell, Mutation Without, string? Only, int Worlds, bool List, bool Situations)
{
    public const string Usage = """
        usage: KubeHa.Simulation [--all | --proof | --sample N] [--seed N] [--only TEXT] [--list] [--out FILE] [--shell dash|busybox] [--worlds N] [--without clean-up|probe|keep-existing]
          --all         every case
          --proof       those without which something would not be shown (docs/crash-safety.md)
          --sample N    N cases (default 40), drawn by the seed (default 1)
          --only TEXT   of those only the ones whose id (step, execution.program, way) contains TEXT, or one of several texts with | between them
          --list        says which, and does nothing
          --out FILE    writes FILE (a summary, JSON) and FILE.cases (a line of JSON for each case, as it ends); goes on where an earlier run of the same FILE ended
          --worlds N    so many worlds at a time (default 1)
        usage: KubeHa.Simulation --situations [--out FILE] [--shell dash|busybox]
          writes what is done by hand on the installed cluster, what it printed, and what named stops say, as JSON
        Exit code 0 where no case is red, 1 otherwise, 2 for a wrong command line or a machine that cannot hold simulated machines.
        """;

    public static Arguments? Parse(string[] words)
    {
        var parsed = new Arguments(CaseSet.Sample, 40, 1, null, SimulatedShell.Dash, Mutation.None, null, 1, false, false);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "--situations")
            {
                parsed = parsed with { Situations = true };
                continue;
            }

            if (words[i] is "--all" or "--proof" or "--list")
            {
                parsed = words[i] == "--list" ? parsed with { List = true } : parsed with { Set = words[i] == "--all" ? CaseSet.All : CaseSet.Proof };
                continue;
            }

            if (i + 1 == words.Length)
            {
                return null;
            }

            var value = words[++i];
            Arguments? next = words[i - 1] switch
            {
                "--sample" when Number(value) is { } count => parsed with { Sample = count },
                "--seed" when Number(value) is { } seed => parsed with { Seed = seed },
                "--out" => parsed with { Out = value },
                "--only" => parsed with { Only = value },
                "--shell" when value is "dash" or "busybox" => parsed with { Shell = value == "dash" ? SimulatedShell.Dash : SimulatedShell.Busybox },
                "--without" when value is "clean-up" or "probe" or "keep-existing" => parsed with { Without = value switch { "clean-up" => Mutation.CleanUp, "probe" => Mutation.Probe, _ => Mutation.KeepExisting } },
                "--worlds" when Number(value) is { } worlds and >= 1 and <= 16 => parsed with { Worlds = worlds },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            parsed = next;
        }

        return parsed;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
