using System.Globalization;
using KubeHa;
using KubeHa.Templates;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Makes a fault, measures what a client feels of it, and undoes it.</summary>
internal static class DrillVerb
{
    public static async Task<int> RunAsync(Settings settings, DrillWish wish, JsonOutput? output, IAnsiConsole console, Interrupts interrupts)
    {
        var cancellationToken = interrupts.Gentle;
        using var second = interrupts.Kill.Register(() => Console.Error.WriteLine("Not the undoing of the fault: that goes on to its end."));
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
        if (wish.Times is < 1 or > 100)
        {
            throw new InputException($"--times is from 1 to 100, and not {wish.Times}.");
        }

        var (number, worst) = (0, ExitCodes.Done);
        await foreach (var report in cluster.DrillAsync(scenario, wish.Times, settings.OpenRunner(), options, cancellationToken))
        {
            number++;
            if (output is not null)
            {
                await (wish.Times > 1 ? output.Numbered(number) : output).WriteAsync(report.ToJson(), CancellationToken.None);
            }

            if (output?.File is not null || output is null)
            {
                Show(console, report);
            }

            // The first that did not pass: a cluster that is not restored refuses the next one.
            worst = worst != ExitCodes.Done || report.Verdict == DrillVerdict.Passed ? worst : ExitCodeOf(report.Verdict);
        }

        return worst;
    }

    private static int ExitCodeOf(DrillVerdict verdict) => verdict switch
    {
        DrillVerdict.Refused => ExitCodes.BadInput,
        DrillVerdict.Cancelled => ExitCodes.Cancelled,
        _ => ExitCodes.Failed,
    };

    private static DrillProber? OpenProber(string? file)
    {
        var packaged = Path.Join(AppContext.BaseDirectory, "prober", "linux-x64", "kubeha-prober");
        if (file is null && !File.Exists(packaged))
        {
            return null; // The drill says where one is to be had.
        }

        file ??= packaged;
        try
        {
            return DrillProber.FromFile(file);
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
