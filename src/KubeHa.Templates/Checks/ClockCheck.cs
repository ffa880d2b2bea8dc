using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Whether clocks agree: each look bounds how far a clock is ahead of the operator's; two machines differ for certain by the gap between their bounds.</summary>
internal static class ClockCheck
{
    public const string Name = "clock";

    private static readonly TimeSpan AllowedSkew = TimeSpan.FromSeconds(2);

    public static IEnumerable<CheckResult> Judge(Observations observed, IEnumerable<Machine> machines)
    {
        var bounds = machines
            .Select(machine => (machine, Least: Seconds(observed, machine, FactNames.ClockAhead), Most: Seconds(observed, machine, FactNames.ClockAheadAtMost)))
            .Where(bound => bound.Least is not null && bound.Most is not null)
            .ToList();
        if (bounds.Count == 0)
        {
            yield break;
        }

        var slowest = bounds.MinBy(bound => bound.Most);
        var apart = bounds
            .Select(bound => (bound.machine, Gap: TimeSpan.FromSeconds(Math.Max(0, bound.Least!.Value - slowest.Most!.Value))))
            .Where(pair => pair.Gap > AllowedSkew)
            .ToList();
        foreach (var (machine, gap) in apart)
        {
            yield return new CheckResult(Name, machine.Name, CheckStatus.Fails,
                string.Create(CultureInfo.InvariantCulture, $"its clock is at least {gap.TotalSeconds:0.0} s ahead of {slowest.machine.Name}'s"),
                "Let all machines take their time from the same source (chrony, systemd-timesyncd): certificates, leases and etcd depend on it.");
        }

        if (apart.Count == 0)
        {
            yield return new CheckResult(Name, string.Empty, CheckStatus.Holds, "no two machines differ by more than 2 s", string.Empty);
        }
    }

    private static double? Seconds(Observations observed, Machine machine, string fact) =>
        double.TryParse(observed[machine.Name, fact], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
