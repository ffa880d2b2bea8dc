using KubeHa;
using KubeHa.Templates;

namespace ReferenceCluster.Verbs;

/// <summary>Makes one HTML file of a run's log, a verification or a drill. Talks to no machine.</summary>
internal static class ReportVerb
{
    private const string Latest = "latest";

    /// <param name="settings">What every verb takes.</param>
    /// <param name="sources">The log of a run (<c>latest</c>, a name from the folder, a file), a verification's file, a drill's file: exactly one of them.</param>
    /// <param name="output">Where the page goes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<int> RunAsync(Settings settings, (string? Run, string? Verification, string? Drill) sources, string output, CancellationToken cancellationToken)
    {
        var cluster = settings.BuildCluster();
        var page = sources switch
        {
            ({ } run, null, null) => HtmlReport.Of(cluster, await LogAsync(settings, run, cancellationToken)),
            (null, { } verification, null) => HtmlReport.Of(cluster, CheckReport.FromJson(await File.ReadAllTextAsync(verification, cancellationToken)), new ReportOptions { At = File.GetLastWriteTimeUtc(verification) }),
            (null, null, { } drill) => HtmlReport.Of(cluster, DrillReport.FromJson(await File.ReadAllTextAsync(drill, cancellationToken))),
            _ => throw new InputException("Say what to report: exactly one of --run, --verification, --drill."),
        };
        await File.WriteAllTextAsync(output, page, cancellationToken);
        return ExitCodes.Done;
    }

    private static async Task<RunRecords> LogAsync(Settings settings, string run, CancellationToken cancellationToken)
    {
        var logs = settings.Folder.RunLogs;
        if (run == Latest)
        {
            return logs is [.., var newest] ? RunJournal.Read(settings.Folder, newest) : throw new InputException($"No run has left a log in {settings.Folder.Path} yet.");
        }

        return logs.Contains(run) ? RunJournal.Read(settings.Folder, run) : RunRecords.Parse(await File.ReadAllTextAsync(run, cancellationToken));
    }
}
