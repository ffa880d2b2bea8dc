using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The example's program, run where the operator sits.</summary>
internal sealed class ReferenceProgram(Talk talk)
{
    /// <summary>Copies of the programs: a build in the tree while a proof runs does not change what it runs.</summary>
    private static readonly string Programs = Path.Join(Layout.Proofs, "program");

    private static readonly string State = Path.Join(Layout.Proofs, "state");

    private static string Example { get; } = Path.Join(Programs, "example", "reference-cluster.dll");

    public static string Own { get; } = Path.Join(Programs, "lab", "KubeHa.Lab.dll");

    /// <summary>How the operator reaches the machines whose cluster is in a file.</summary>
    public string Inventory { get; set; } = Layout.Inventory;

    /// <summary>Takes the programs as they were built with this one.</summary>
    public static void Install()
    {
        // .../bin/KubeHa.Lab/release and .../bin/ReferenceCluster/release
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        Copy(own, Path.GetDirectoryName(Own)!);
        Copy(Path.Join(own, "..", "..", "ReferenceCluster", Path.GetFileName(own)), Path.GetDirectoryName(Example)!);
    }

    /// <summary>The machines are new: secrets that were kept for the old ones are of no use.</summary>
    public static void ForgetState()
    {
        if (Directory.Exists(State))
        {
            Directory.Delete(State, recursive: true);
        }
    }

    public static string NewFolder(string name)
    {
        var folder = Path.Join(Layout.Proofs, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    public Task<Ended> ApplyAsync(CancellationToken cancellationToken, string? only = null, string? state = null, string? inventory = null, bool fast = false) =>
        RunAsync("apply", [.. Arguments("apply", inventory ?? Layout.Inventory, state ?? State), .. only is null ? [] : (string[])["--only", only], .. Fast(fast)], cancellationToken);

    /// <summary>The lab's cluster as a file.</summary>
    public async Task<string> ClusterFileAsync(CancellationToken cancellationToken) =>
        (await RunAsync("cluster-file", ["run", "dotnet", Example, "cluster-file", "--lab"], cancellationToken)).Must().Output;

    /// <summary>Applies a cluster file. The lab's pod network is no part of it.</summary>
    public Task<Ended> ApplyFileAsync(string file, CancellationToken cancellationToken) =>
        RunAsync("apply", ["run", "dotnet", Example, "apply", "--inventory", Layout.Inventory, "--cluster", file, "--state", State], cancellationToken);

    /// <summary>Applies a cluster file, with the lab's pod network.</summary>
    public Task<Ended> ApplyOnLabAsync(string file, CancellationToken cancellationToken) => OnLabAsync("apply", file, cancellationToken);

    /// <summary>Runs exactly a given plan for the cluster of a file.</summary>
    public Task<Ended> ApplyPlanAsync(string file, string plan, CancellationToken cancellationToken) =>
        RunAsync("apply", ["run", "dotnet", Example, "apply", "--inventory", Layout.Inventory, "--cluster", file, "--plan", plan, "--state", State], cancellationToken);

    /// <summary>Verifies a cluster of a file on the lab's machines.</summary>
    public Task<Ended> VerifyOnLabAsync(string file, CancellationToken cancellationToken) => OnLabAsync("verify", file, cancellationToken);

    /// <summary>Keeps a secret with the usual folder.</summary>
    public async Task KeepSecretAsync(string name, string file, CancellationToken cancellationToken) =>
        (await RunAsync("secret", ["run", "dotnet", Example, "secret", name, "--file", file, "--state", State], cancellationToken)).Must();

    private Task<Ended> OnLabAsync(string verb, string file, CancellationToken cancellationToken) =>
        RunAsync(verb, [.. Arguments(verb, Inventory, State), "--cluster", file], cancellationToken);

    /// <summary>A drill to its end.</summary>
    public Task<Ended> DrillAsync(IEnumerable<string> arguments, CancellationToken cancellationToken, bool fast = false) =>
        RunAsync("drill", [.. Arguments("drill", Layout.Inventory, State), .. arguments, .. Fast(fast)], cancellationToken);

    /// <summary>A drill of a cluster of a file on the lab's machines.</summary>
    public Task<Ended> DrillOnLabAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        RunAsync("drill", [.. Arguments("drill", Inventory, State), "--cluster", file, .. arguments], cancellationToken);

    /// <summary>A drill that goes on while something else is done.</summary>
    public Child StartDrill(IEnumerable<string> arguments)
    {
        talk.Say($"drill begins");
        return Child.Start(Layout.LabCommand, [.. Arguments("drill", Layout.Inventory, State), .. arguments]);
    }

    public Task<Ended> PreviewAsync(CancellationToken cancellationToken) => RunAsync("preview", Arguments("preview", Layout.Inventory, State), cancellationToken);

    /// <summary>The log of the last run with the usual folder.</summary>
    public static string LastLog() => Directory.EnumerateFiles(State, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();

    /// <summary>The ids of the steps that the last apply with the usual folder changed, as its log tells.</summary>
    public static IReadOnlyList<string> ChangedByLast() =>
    [
        .. File.ReadLines(LastLog())
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["event"] == "stepEnded" && (string?)line["status"] == "Changed")
            .Select(line => (string)line["step"]!)
            .Distinct(),
    ];

    public Task<Ended> VerifyAsync(CancellationToken cancellationToken) => RunAsync("verify", Arguments("verify", Layout.Inventory, State), cancellationToken);

    /// <summary>A verification whose output is the document kubeha.verification/1.</summary>
    public Task<Ended> VerifyAsJsonAsync(CancellationToken cancellationToken) => RunAsync("verify", Arguments("verify", Layout.Inventory, State).Append("--json"), cancellationToken);

    /// <summary>An apply that goes on while something else is done.</summary>
    public Child StartApply()
    {
        talk.Say($"apply begins");
        return Child.Start(Layout.LabCommand, Arguments("apply", Layout.Inventory, State));
    }

    /// <summary>Verifies until it passes: the last verification, and the seconds until then; null when it did not pass in time.</summary>
    public async Task<double?> VerifyUntilAsync(TimeSpan limit, CancellationToken cancellationToken, string? file = null)
    {
        var start = talk.Seconds;
        while (true)
        {
            var ended = await (file is null ? VerifyAsync(cancellationToken) : VerifyOnLabAsync(file, cancellationToken));
            if (ended.Code == 0)
            {
                return talk.Seconds - start;
            }

            if (talk.Seconds - start > limit.TotalSeconds)
            {
                Console.WriteLine(ended.Tail);
                return null;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private async Task<Ended> RunAsync(string verb, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var ended = await Child.RunAsync(Layout.LabCommand, arguments, cancellationToken);
        talk.Say($"{verb}: exit code {ended.Code} in {ended.Seconds:0.0} s");
        return ended;
    }

    private static IEnumerable<string> Fast(bool fast) => fast ? ["--fast"] : [];

    private static IEnumerable<string> Arguments(string verb, string inventory, string state) =>
        ["run", "dotnet", Example, verb, "--inventory", inventory, "--lab", "--state", state];

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
