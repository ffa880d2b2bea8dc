using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Lets root of the first master log in on the other masters, and theirs on it, as the published cluster has it; or takes that away again.</summary>
internal static class LoginsVerb
{
    public static async Task<int> RunAsync(Settings settings, bool remove, IAnsiConsole console, Interrupts interrupts)
    {
        var cluster = settings.BuildCluster();
        var progress = new Progress(console, TimeProvider.System);
        var options = new ApplyOptions { Folder = settings.Folder, OnEvent = progress.On, KillToken = interrupts.Kill };
        var report = remove
            ? await cluster.RemoveLoginsAsync(settings.Logins(cluster), settings.OpenRunner(), options, interrupts.Gentle)
            : await cluster.ApplyLoginsAsync(settings.Logins(cluster), settings.OpenRunner(), options, interrupts.Gentle);
        progress.End(report);
        return ExitCodes.Of(report.Outcome);
    }
}
