namespace KubeHa.Templates;

/// <summary>
/// A run, a verification or a drill as one HTML file that needs nothing beside itself: no network, no script, no font. It is light or dark as its
/// reader's screen is, can be read on a phone and printed. The same input gives the same page. Every text is escaped; what goes in (reports, logs)
/// holds no secret.
/// </summary>
public static class HtmlReport
{
    /// <summary>A verification or a preflight: what every check found, and the machines as they were seen.</summary>
    /// <param name="cluster">The cluster that was looked at.</param>
    /// <param name="report">What was found.</param>
    /// <param name="options">What the page says beside it.</param>
    public static string Of(Cluster cluster, CheckReport report, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(report);
        return VerificationPage.Write(cluster, report, options ?? ReportOptions.Default);
    }

    /// <summary>A run with its log: what was done on each machine, when, and how long it took.</summary>
    /// <param name="cluster">The cluster that was worked on.</param>
    /// <param name="log">The run's log, as <see cref="RunJournal.Read"/> reads it; one that broke off is shown as such.</param>
    /// <param name="options">What the page says beside it.</param>
    public static string Of(Cluster cluster, RunRecords log, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(log);
        return RunPage.Write(cluster, RunHistory.Of(cluster, log), options ?? ReportOptions.Default);
    }

    /// <summary>A run without a log. Its report knows how long steps took, not when they began: the page shows the work of each machine, without the waits between.</summary>
    /// <param name="cluster">The cluster that was worked on.</param>
    /// <param name="report">What happened.</param>
    /// <param name="options">What the page says beside it.</param>
    public static string Of(Cluster cluster, RunReport report, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(report);
        return RunPage.Write(cluster, RunHistory.Of(report), options ?? ReportOptions.Default);
    }

    /// <summary>A drill: the requests around the fault with the outage marked, what happened when, and each figure beside what is allowed.</summary>
    /// <param name="cluster">The cluster that the drill was made on.</param>
    /// <param name="report">What was seen and measured.</param>
    /// <param name="options">What the page says beside it.</param>
    public static string Of(Cluster cluster, DrillReport report, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(report);
        return DrillPage.Write(cluster, report, options ?? ReportOptions.Default);
    }
}
