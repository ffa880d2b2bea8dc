using KubeHa.Simulation;
using Xunit;

namespace KubeHa.Crash.Tests;

/// <summary>A fact on simulated machines: skipped with the reason where this machine can hold none, but with CI=true not skipped, so that it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SimulationFactAttribute : FactAttribute
{
    private static readonly string? WhyNot = Environment.GetEnvironmentVariable("CI") == "true" ? null : Try();

    public SimulationFactAttribute() => Skip = WhyNot;

    private static string? Try()
    {
        try
        {
            new World(SimulatedCluster.Create(), SimulatedShell.Dash).Dispose();
            return null;
        }
        catch (Exception why) when (why is SimulationUnavailableException or System.ComponentModel.Win32Exception or IOException or UnauthorizedAccessException)
        {
            return $"No simulated machines here: {why.Message}";
        }
    }
}
