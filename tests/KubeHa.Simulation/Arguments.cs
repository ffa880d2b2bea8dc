using System.Globalization;

namespace KubeHa.Simulation;

/// <summary>The command line of the simulation.</summary>
internal sealed record Arguments(bool All, int Sample, int Seed, string? Out, SimulatedShell Shell, Mutation Without, string? Only, int Part, int Parts)
{
    public const string Usage = """
        usage: KubeHa.Simulation [--all | --sample N] [--seed N] [--out FILE] [--shell dash|busybox] [--without clean-up|probe|keep-existing] [--only TEXT] [--part I/N]
          --all         every case; with --out it goes on where an earlier run of the same FILE ended
          --sample N    N cases (default 40), drawn by the seed (default 1)
          --out FILE    writes FILE (a summary, JSON) and FILE.cases (a line of JSON for each case, as it ends)
          --only TEXT   only cases whose id (step, execution.program, way) contains TEXT
          --part I/N    the I-th of N equal parts of the cases, from 1: so several processes share the work
        Exit code 0 where no case is red, 1 otherwise, 2 for a wrong command line or a machine that cannot hold simulated machines.
        """;

    public static Arguments? Parse(string[] words)
    {
        var parsed = new Arguments(false, 40, 1, null, SimulatedShell.Dash, Mutation.None, null, 1, 1);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "--all")
            {
                parsed = parsed with { All = true };
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
                "--part" when value.Split('/') is [var part, var parts] && Number(part) is { } its && Number(parts) is { } many && its >= 1 && its <= many => parsed with { Part = its, Parts = many },
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
