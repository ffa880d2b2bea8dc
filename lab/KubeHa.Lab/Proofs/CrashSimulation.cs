using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The program of tests/KubeHa.Simulation. What it has done for this source it does not do again.</summary>
internal sealed class CrashSimulation(Talk talk)
{
    private const string Scratch = Layout.Proofs + "/crash";

    /// <summary>Runs it to its end.</summary>
    /// <returns>Its summary.</returns>
    /// <exception cref="LabException">It could not do its work.</exception>
    public async Task<JsonObject> RunAsync(int round, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var folder = Path.Join(Scratch, (await Source.ReadAsync(cancellationToken)).Key);
        foreach (var old in Directory.CreateDirectory(Scratch).EnumerateDirectories().Where(old => old.FullName != folder))
        {
            old.Delete(recursive: true);
        }

        var summary = Path.Join(folder, string.Create(CultureInfo.InvariantCulture, $"round{round}"));
        await using var child = Child.Start("dotnet", [Install(folder), .. arguments, "--worlds", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), "--out", summary]);
        var ending = child.EndAsync(cancellationToken);
        while (await Task.WhenAny(ending, Task.Delay(TimeSpan.FromMinutes(2), cancellationToken)) != ending)
        {
            cancellationToken.ThrowIfCancellationRequested();
            talk.Say($"  {(File.Exists(summary + ".cases") ? File.ReadLines(summary + ".cases").Count() : 0)} cases done");
        }

        var ended = await ending;
        return ended.Code is 0 or 1 && ProofFiles.Read(summary) is { } read ? read : throw new LabException($"the simulation ended with {ended.Code}:\n{ended.Tail}");
    }

    /// <summary>What is done by hand on machines, what stand-ins print then, and what named stops say.</summary>
    /// <exception cref="LabException">It could not do its work.</exception>
    public static async Task<JsonObject> SituationsAsync(CancellationToken cancellationToken)
    {
        var folder = ReferenceProgram.NewFolder("situations");
        var said = Path.Join(folder, "said");
        (await Child.RunAsync("dotnet", [Install(folder), "--situations", "--out", said], cancellationToken)).Must();
        return ProofFiles.Read(said)!;
    }

    /// <summary>A copy, as it was built with this program: a build in the tree meanwhile does not change what runs.</summary>
    private static string Install(string folder)
    {
        // .../bin/KubeHa.Lab/release and .../bin/KubeHa.Simulation/release
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var from = Path.GetFullPath(Path.Join(own, "..", "..", "KubeHa.Simulation", Path.GetFileName(own)));
        var to = Path.Join(folder, "program");
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var its = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(its)!);
            File.Copy(file, its, overwrite: true);
        }

        return Path.Join(to, "KubeHa.Simulation.dll");
    }
}
