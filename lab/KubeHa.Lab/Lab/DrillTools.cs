using System.Globalization;
using KubeHa.Templates;

namespace KubeHa.Lab;

/// <summary>What drills in the lab need beside the example's program: the prober, and an injector that is the lab's own kill and start.</summary>
internal static class DrillTools
{
    private static readonly string Prober = Path.Join(Layout.Root, "artifacts", "prober", "linux-x64", "kubeha-prober");

    /// <summary>Makes both once for a run of proofs.</summary>
    /// <exception cref="LabException">The native prober cannot be made here.</exception>
    public static async Task<(string Prober, string Injector)> MakeAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Prober))
        {
            string[] publish = ["-n", "19", "dotnet", "publish", Path.Join(Layout.Root, "src", "KubeHa.Prober"), "-c", "Release", "-r", "linux-x64", "-m:1", "-v", "q", "-o", Path.GetDirectoryName(Prober)!];
            (await Child.RunAsync("nice", publish, cancellationToken)).Must();
        }

        // The example runs in the operator's namespace; the lab's power switches are outside of it, where this program is. (Process 1 may have capabilities
        // that root here lacks; its namespaces are closed to us then.)
        var injector = Path.Join(Layout.Proofs, "injector");
        Directory.CreateDirectory(Layout.Proofs);
        await File.WriteAllTextAsync(injector, $"#!/bin/sh\nexec nsenter -t {Environment.ProcessId} -n -m -- '{Layout.LabCommand}' \"$@\"\n", cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(injector, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return (Prober, injector);
    }

    /// <summary>The command line of a drill: everything that the scenario could need, and consent.</summary>
    public static IEnumerable<string> Arguments(DrillScenario scenario, (string Prober, string Injector) tools, string json, int times = 1) =>
        [scenario.Name, "--times", times.ToString(CultureInfo.InvariantCulture), "--prober", tools.Prober, "--injector", tools.Injector, "--yes-disturb", "reference", "--accept-quorum-loss", "--json", json];
}
