using System.Globalization;

namespace KubeHa.Lab;

/// <summary>The lab's own commands.</summary>
internal sealed class DataCentre(Talk talk)
{
    /// <summary>Runs a command of the lab and says so; the exit code is the caller's affair.</summary>
    public async Task<Ended> TryAsync(CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        var list = arguments.ToList();
        var ended = await Child.RunAsync(Layout.LabCommand, list, cancellationToken);
        talk.Say($"lab {string.Join(' ', list)}: {ended.Seconds:0.0} s{(ended.Code == 0 ? string.Empty : $", exit code {ended.Code}")}");
        return ended;
    }

    /// <summary>Runs a command of the lab.</summary>
    /// <exception cref="LabException">It did not end with 0.</exception>
    public async Task<Ended> DoAsync(CancellationToken cancellationToken, params IEnumerable<string> arguments) =>
        (await TryAsync(cancellationToken, arguments)).Must();

    /// <summary>Pulls a machine's plug.</summary>
    /// <returns>When, as the lab tells it; milliseconds since 1970.</returns>
    /// <exception cref="LabException">It could not be, or the moment was not told.</exception>
    public async Task<double> KillAsync(string machine, CancellationToken cancellationToken)
    {
        const string At = "power-off-at=";
        var ended = await DoAsync(cancellationToken, "kill", machine);
        var told = ended.Output.Split('\n').SingleOrDefault(line => line.StartsWith(At, StringComparison.Ordinal));
        return double.TryParse(told?[At.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds * 1000 : throw new LabException($"'{ended.What}' does not tell the moment:\n{ended.Tail}");
    }

    /// <summary>
    /// A snapshot of machines at rest. What was done before may still have an end to come (the network of a pod that was removed is taken down
    /// after the pod): snapshots are taken until two in a row are equal.
    /// </summary>
    /// <exception cref="LabException">The machines do not come to rest.</exception>
    public async Task SettledSnapshotAsync(string file, CancellationToken cancellationToken)
    {
        await DoAsync(cancellationToken, "snapshot", file);
        for (var more = 0; ; more++)
        {
            var last = file + ".last";
            File.Move(file, last, overwrite: true);
            await DoAsync(cancellationToken, "snapshot", file);
            var difference = await TryAsync(cancellationToken, "snapshot", "diff", last, file);
            if (difference.Code == 0)
            {
                return;
            }

            if (more == 9)
            {
                throw new LabException($"The machines do not come to rest: {difference.Tail}");
            }
        }
    }

    /// <summary>A shell command on a machine, without a line of its own.</summary>
    public static Task<Ended> ShellAsync(string machine, string command, CancellationToken cancellationToken) =>
        Child.RunAsync(Layout.LabCommand, ["ssh", machine, command], cancellationToken);

    /// <summary>What a shell command on a machine answers.</summary>
    /// <exception cref="LabException">It did not end with 0.</exception>
    public static async Task<string> AskAsync(string machine, string command, CancellationToken cancellationToken) =>
        (await ShellAsync(machine, command, cancellationToken)).Must().Output.Trim();

    /// <summary>Name, power and cable of every machine; empty when the lab is down.</summary>
    public static async Task<IReadOnlyList<MachineState>> StatusAsync(CancellationToken cancellationToken) =>
        MachineState.Parse((await Child.RunAsync(Layout.LabCommand, ["status"], cancellationToken)).Must().Output);

    /// <summary>Installs the packages of a recipe of the lab on machines.</summary>
    /// <exception cref="LabException">They could not be.</exception>
    public static async Task InstallAsync(string recipe, IEnumerable<string> machines, CancellationToken cancellationToken) =>
        (await Child.RunAsync(Path.Join(Layout.Root, "lab", "install"), machines.Prepend(recipe), cancellationToken)).Must();

    /// <summary>Bare machines, where there are none: the lab's usual ones, or those of another table of it.</summary>
    /// <exception cref="NoLabException">They did not come up.</exception>
    public async Task UpAsync(CancellationToken cancellationToken, string? table = null)
    {
        var up = await TryAsync(cancellationToken, table is null ? ["up"] : ["up", table]);
        if (up.Code != 0)
        {
            throw new NoLabException($"The lab did not come up: {up.Tail}");
        }

        ReferenceProgram.ForgetState();
    }

    /// <summary>Bare machines, whatever there was.</summary>
    /// <exception cref="NoLabException">They did not come up.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken, string? table = null)
    {
        await DoAsync(cancellationToken, "down");
        await UpAsync(cancellationToken, table);
    }

    /// <summary>The director that has the virtual IP.</summary>
    /// <exception cref="LabException">Not exactly one has it.</exception>
    public static async Task<string> VipOwnerAsync(IEnumerable<string> among, CancellationToken cancellationToken, string address = Machines.Vip)
    {
        var owners = new List<string>();
        foreach (var director in among)
        {
            if (await AskAsync(director, $"ip -o addr show to {address}", cancellationToken) is { Length: > 0 })
            {
                owners.Add(director);
            }
        }

        return owners is [var owner] ? owner : throw new LabException($"the VIP must be on one director and is on {owners.Count}: {string.Join(' ', owners)}");
    }

    /// <summary>How many real servers a director lists.</summary>
    public static async Task<int> RealServersAsync(string director, CancellationToken cancellationToken) =>
        (await AskAsync(director, "ipvsadm -Ln", cancellationToken)).Split('\n').Count(line => line.Contains("->", StringComparison.Ordinal) && line.Contains($":{Machines.Port}", StringComparison.Ordinal));
}
