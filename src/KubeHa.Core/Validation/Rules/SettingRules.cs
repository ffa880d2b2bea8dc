namespace KubeHa;

/// <summary>Values of settings (KHA40xx): what keepalived or kube-proxy would adjust, drop or refuse.</summary>
internal static class SettingRules
{
    // ip_vs schedulers that keepalived 2.0 knows as well as newer ones.
    internal static readonly string[] Schedulers = ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "fo", "ovf", "sed", "nq"];

    // A node whose lease is this old is called NotReady (node-monitor-grace-period).
    private static readonly TimeSpan NodeGrace = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static IEnumerable<Diagnostic> VrrpIsExact(ClusterDraft draft)
    {
        if (draft.Lvs?.Vrrp is not { } vrrp)
        {
            yield break;
        }

        var shown = Found.Show(vrrp.AdvertInterval);
        switch (vrrp.Version)
        {
            case 2 when !IsStep(vrrp.AdvertInterval, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(255)):
                yield return Found.Error(
                    DiagnosticCodes.AdvertIntervalAdjusted, "lvsPair.vrrp.advertInterval",
                    $"keepalived would adjust the advert interval {shown}: VRRP version 2 knows whole seconds from 1 to 255.",
                    "Use whole seconds, or version 3.");
                break;
            case 3 when !IsStep(vrrp.AdvertInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(40950)):
                yield return Found.Error(
                    DiagnosticCodes.AdvertIntervalAdjusted, "lvsPair.vrrp.advertInterval",
                    $"keepalived would adjust the advert interval {shown}: VRRP version 3 knows 0.01 to 40.95 s in steps of 0.01 s.",
                    "Use such a value, for example VrrpSettings.Default's 0.3 s.");
                break;
            case not 2 and not 3:
                yield return Found.Error(
                    DiagnosticCodes.UnknownVrrpVersion, "lvsPair.vrrp.version",
                    $"There is no VRRP version {vrrp.Version}.",
                    "Use 2 or 3.");
                break;
        }
    }

    public static IEnumerable<Diagnostic> RouterIdIsInRange(ClusterDraft draft)
    {
        if (draft.Lvs is { VirtualRouterId: < 1 or > 255 } lvs)
        {
            yield return Found.Error(
                DiagnosticCodes.RouterIdOutOfRange, "lvsPair.virtualRouterId",
                $"The VRRP router id {lvs.VirtualRouterId} is outside 1 to 255.",
                "Choose one that nobody else on the segment uses.");
        }
    }

    public static IEnumerable<Diagnostic> SchedulerIsKnown(ClusterDraft draft)
    {
        if (draft.Lvs is { } lvs && !Schedulers.Contains(lvs.Scheduler))
        {
            yield return Found.Error(
                DiagnosticCodes.UnknownScheduler, "lvsPair.scheduler",
                $"There is no IPVS scheduler {Found.Show(lvs.Scheduler)}.",
                $"Use one of {string.Join(", ", Schedulers)}.");
        }
    }

    public static IEnumerable<Diagnostic> HealthCheckIsSane(ClusterDraft draft)
    {
        if (draft.Lvs?.HealthCheck is not { } check)
        {
            yield break;
        }

        const string Path = "lvsPair.healthCheck";
        var wrong = false;
        foreach (var (name, time) in new[] { ("interval", check.Interval), ("retryDelay", check.RetryDelay), ("connectTimeout", check.ConnectTimeout) })
        {
            if (time < Shortest || time > Longest || time.Ticks % TimeSpan.TicksPerMillisecond != 0)
            {
                wrong = true;
                yield return Found.Error(
                    DiagnosticCodes.HealthCheckOutOfRange, $"{Path}.{name}",
                    $"The time {Found.Show(time)} is outside 0.1 to 60 s or has parts of a millisecond.",
                    "Use HealthCheckSettings.Default or Fast, or times in that range.");
            }
        }

        if (check.Retries is < 0 or > 10)
        {
            wrong = true;
            yield return Found.Error(
                DiagnosticCodes.HealthCheckOutOfRange, Path + ".retries",
                $"{check.Retries} retries are outside 0 to 10.",
                "Use HealthCheckSettings.Default or Fast, or a number in that range.");
        }

        if (!Enum.IsDefined(check.Kind))
        {
            wrong = true;
            yield return Found.Error(
                DiagnosticCodes.HealthCheckOutOfRange, Path + ".kind",
                $"There is no health check {check.Kind}.",
                "Use HealthCheckKind.Ready or Connect.");
        }

        if (!wrong && check.OutWhenHanging is null)
        {
            yield return Found.Warning(
                DiagnosticCodes.HealthCheckSlow, Path,
                $"A hung apiserver stays in the pool for ever, since it still takes connections; nodes that it leaves without an answer are called NotReady after {Found.Show(NodeGrace)}.",
                "Use HealthCheckKind.Ready unless apiservers tell nobody whether they are ready.");
        }
        else if (!wrong && check.OutWhenHanging > NodeGrace)
        {
            yield return Found.Warning(
                DiagnosticCodes.HealthCheckSlow, Path,
                $"A hung apiserver stays in the pool for up to {Found.Show(check.OutWhenHanging.Value)}; nodes that it leaves without an answer are called NotReady after {Found.Show(NodeGrace)}.",
                "Use shorter times or fewer retries.");
        }
    }

    public static IEnumerable<Diagnostic> KubeProxyModeIsKnown(ClusterDraft draft)
    {
        const string Path = "kubeProxy.mode";
        switch (draft.KubeProxy.Mode)
        {
            case "iptables":
                break;
            case "ipvs":
                yield return Found.Warning(
                    DiagnosticCodes.KubeProxyIpvs, Path,
                    "kube-proxy's mode ipvs owns the IPVS table of every node, and is deprecated from Kubernetes 1.35 (KEP-5495).", "Use iptables unless thousands of services need ipvs.");
                break;
            case "nftables" when draft.Release is not { Minor: < KubernetesCatalogue.FirstMinorWithKubeProxyNftables }:
                if (draft.Release is { Minor: < KubernetesCatalogue.FirstMinorWithStableKubeProxyNftables })
                {
                    yield return Found.Warning(
                        DiagnosticCodes.KubeProxyNftablesBeta, Path,
                        $"kube-proxy's mode nftables is beta in Kubernetes {draft.Version}; it is stable from 1.{KubernetesCatalogue.FirstMinorWithStableKubeProxyNftables} on.",
                        "Use iptables, or a newer Kubernetes.");
                }

                break;
            case "nftables":
                yield return NotInVersion(draft, Path, "kube-proxy's mode nftables as more than a trial", $"1.{KubernetesCatalogue.FirstMinorWithKubeProxyNftables} on");
                break;
            default:
                yield return Found.Error(
                    DiagnosticCodes.UnknownKubeProxyMode, Path,
                    $"kube-proxy has no mode {Found.Show(draft.KubeProxy.Mode)}.",
                    "Use iptables, or nftables from Kubernetes 1.31 on.");
                break;
        }
    }

    public static Diagnostic OutOfRange(string path, int value, int lowest, int highest) => Found.Error(
        DiagnosticCodes.SettingOutOfRange, path,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value} is outside {lowest} to {highest}."),
        "Use a number in that range, or leave the setting out.");

    public static Diagnostic NotInVersion(ClusterDraft draft, string path, string what, string minors) => Found.Error(
        DiagnosticCodes.SettingNotInVersion, path,
        $"Kubernetes {draft.Version} does not know {what}.",
        $"It is there from Kubernetes {minors}: leave the setting out, or use such a version.");

    private static bool IsStep(TimeSpan time, TimeSpan step, TimeSpan longest) =>
        time >= step && time <= longest && time.Ticks % step.Ticks == 0;
}
