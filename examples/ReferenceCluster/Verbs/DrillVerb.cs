using System.Globalization;
using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Makes a fault, measures what a client feels of it, and undoes it.</summary>
internal static class DrillVerb
{
    public static async Task<int> RunAsync(Settings settings, DrillWish wish, JsonOutput? output, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        var scenario = DrillScenario.Find(wish.Scenario, wish.Machine)
            ?? throw new InputException($"There is no drill {wish.Scenario}{(wish.Machine is null ? string.Empty : " that takes a machine")}; there are {string.Join(", ", DrillScenario.All.Select(known => known.Name))}.");
        var options = new DrillOptions
        {
            Prober = OpenProber(wish.Prober),
            Consent = wish.ConsentFor is null ? null : new DrillConsent(wish.ConsentFor, scenario.Name) { AcceptsQuorumLoss = wish.AcceptsQuorumLoss },
            Injector = wish.Injector is null ? null : new CommandInjector(wish.Injector),
            OnProgress = text => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {text}"),
        };
        var report = await cluster.DrillAsync(scenario, settings.OpenRunner(), options, cancellationToken);
        if (output is not null)
        {
            await output.WriteAsync(report.ToJson(), CancellationToken.None);
        }

        if (output?.File is not null || output is null)
        {
            Show(console, report);
        }

        return report.Verdict switch
        {
            DrillVerdict.Passed => ExitCodes.Done,
            DrillVerdict.Refused => ExitCodes.BadInput,
            DrillVerdict.Cancelled => ExitCodes.Cancelled,
            _ => ExitCodes.Failed,
        };
    }

    private static DrillProber? OpenProber(string? file)
    {
        file ??= Path.Join(AppContext.BaseDirectory, "prober", "linux-x64", "kubeha-prober");
        try
        {
            return File.Exists(file) ? DrillProber.FromFile(file) : null;
        }
        catch (ArgumentException wrong)
        {
            throw new InputException($"{file}: {wrong.Message}");
        }
    }

    private static void Show(IAnsiConsole console, DrillReport report)
    {
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{report.Scenario} on {report.Target}[/]{(report.FaultAccuracy.Length > 0 ? $", the fault {report.FaultAccuracy}" : string.Empty)}");
        foreach (var figure in report.Measurements)
        {
            console.MarkupLine($"[{(figure.Holds ? "green" : "red")}]  {Markup.Escape(figure.ToString())}[/]");
        }

        foreach (var reason in report.Reasons)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]  {reason}[/]");
        }

        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{report.Verdict}[/]");
    }
}
