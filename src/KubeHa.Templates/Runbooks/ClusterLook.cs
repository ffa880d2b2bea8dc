using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Runs the plan of looks and adds what only the asking can tell: by how much each clock is ahead of the operator's.</summary>
internal static class ClusterLook
{
    public static async Task<RunReport> RunAsync(
        Cluster cluster, PlanRunner runner, IReadOnlyCollection<Machine> machines, Action<RunEvent>? onEvent, CancellationToken killToken, CancellationToken cancellationToken,
        bool locks = false, IReadOnlySet<string>? mayBeSetAside = null)
    {
        var started = new Dictionary<string, DateTimeOffset>();
        var ended = new Dictionary<string, DateTimeOffset>();
        var options = new RunOptions
        {
            MayBeSetAside = mayBeSetAside ?? MayBeSetAside(cluster),
            KillToken = killToken,
            LockAlways = locks,
            OnEvent = happened =>
            {
                switch (happened)
                {
                    case RunEvent.StepStarted { Step.Action: StepAction.Observe { Fact: FactNames.Clock } } look:
                        started[look.Step.Host] = look.At;
                        break;
                    case RunEvent.StepEnded { Result.Step.Action: StepAction.Observe { Fact: FactNames.Clock } } look:
                        ended[look.Result.Step.Host] = look.At;
                        break;
                    default:
                        break;
                }

                onEvent?.Invoke(happened);
            },
        };
        var report = await runner.RunAsync(ObservationRunbook.Plan(cluster, machines), options, cancellationToken).ConfigureAwait(false);
        var clocks = new Dictionary<(string, string), string>();
        foreach (var machine in machines)
        {
            if (double.TryParse(report.Observations[machine.Name, FactNames.Clock], NumberStyles.Float, CultureInfo.InvariantCulture, out var now)
                && started.TryGetValue(machine.Name, out var from) && ended.TryGetValue(machine.Name, out var until))
            {
                clocks[(machine.Name, FactNames.ClockAhead)] = Text(now - Seconds(until));
                clocks[(machine.Name, FactNames.ClockAheadAtMost)] = Text(now - Seconds(from));
            }
        }

        return new RunReport(report.Outcome, report.Steps, report.Observations.Merge(new Observations(clocks)), report.Failure);
    }

    /// <summary>Only machines that the cluster can do without for a while; a control plane, a director or a machine of etcd that is not reached stops everything.</summary>
    public static IReadOnlySet<string> MayBeSetAside(Cluster cluster) =>
        cluster.Workers.Cast<Machine>().Concat(cluster.Clients).Select(machine => machine.Name).ToHashSet();

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static string Text(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
