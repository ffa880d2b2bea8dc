namespace KubeHa;

/// <summary>What kubelets are told (KHA1024, KHA40xx).</summary>
internal static class KubeletRules
{
    private static readonly string[] Resources = ["cpu", "memory", "ephemeral-storage", "pid"];
    private static readonly string[] Signals = ["memory.available", "nodefs.available", "nodefs.inodesFree", "imagefs.available", "imagefs.inodesFree", "pid.available"];

    public static IEnumerable<Diagnostic> AmountsAreAmounts(ClusterDraft draft)
    {
        var kubelet = draft.Kubelet;
        foreach (var (list, what, amounts, names, percent) in new[]
        {
            ("systemReserved", "resource", kubelet.SystemReserved, Resources, false),
            ("kubeReserved", "resource", kubelet.KubeReserved, Resources, false),
            ("evictionHard", "signal", kubelet.EvictionHard, Signals, true),
        })
        {
            for (var i = 0; i < amounts.Count; i++)
            {
                if (!names.Contains(amounts[i].Name))
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedAmount, $"kubelet.{list}[{i}].name", $"There is no {what} {Found.Show(amounts[i].Name)} here.", $"Use one of {string.Join(", ", names)}.");
                }

                if (Grammar.QuantityProblem(amounts[i].Amount, percent) is { } problem)
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedAmount, $"kubelet.{list}[{i}].amount", $"The amount {Found.Show(amounts[i].Amount)} {problem}.", $"Write it as Kubernetes does, for example {(percent ? "10%" : "500m")} or 1Gi.");
                }
            }
        }

        if (kubelet.ContainerLogSize is { } size && Grammar.QuantityProblem(size, percent: false) is { } sizeProblem)
        {
            yield return Found.Error(DiagnosticCodes.MalformedAmount, "kubelet.containerLogSize", $"The size {Found.Show(size)} {sizeProblem}.", "Write it as Kubernetes does, for example 10Mi.");
        }
    }

    /// <summary>Each setting that not every version has, and the first minor version whose kubelet knows it without a feature gate: an older one does not start with it.</summary>
    public static IEnumerable<Diagnostic> KubeletKnowsTheSettings(ClusterDraft draft)
    {
        var kubelet = draft.Kubelet;
        foreach (var (setting, field, isSaid, first) in new[]
        {
            ("allowCgroupV1", "failCgroupV1", kubelet.AllowCgroupV1, 31),
            ("unusedImageAge", "imageMaximumGCAge", kubelet.UnusedImageAge is not null, 30),
            ("parallelImagePulls", "maxParallelImagePulls", kubelet.ParallelImagePulls is not null, 27),
            ("shutdownGracePeriod", "shutdownGracePeriod", kubelet.ShutdownGracePeriod is not null, 21),
            ("shutdownGracePeriodOfCriticalPods", "shutdownGracePeriodCriticalPods", kubelet.ShutdownGracePeriodOfCriticalPods is not null, 21),
        })
        {
            if (isSaid && draft.Release?.Minor < first)
            {
                yield return SettingRules.NotInVersion(draft, $"kubelet.{setting}", $"the kubelet's {field}", $"1.{first} on");
            }
        }
    }

    public static IEnumerable<Diagnostic> ValuesAreInRange(ClusterDraft draft)
    {
        var kubelet = draft.Kubelet;
        foreach (var (setting, value, lowest, highest) in new[]
        {
            ("maxPods", kubelet.MaxPods, 1, 1000),
            ("podProcessLimit", kubelet.PodProcessLimit, 16, 4194304),
            ("imageCleanUpAbove", kubelet.ImageCleanUpAbove, 1, 100),
            ("imageCleanUpTo", kubelet.ImageCleanUpTo, 0, Math.Max(0, (kubelet.ImageCleanUpAbove ?? 85) - 1)),
            ("parallelImagePulls", kubelet.ParallelImagePulls, 2, 100),
            ("containerLogFiles", kubelet.ContainerLogFiles, 2, 100),
        })
        {
            if (value is { } number && (number < lowest || number > highest))
            {
                yield return SettingRules.OutOfRange($"kubelet.{setting}", number, lowest, highest);
            }
        }

        if (kubelet is { ImageCleanUpAbove: { } above and <= 80, ImageCleanUpTo: null })
        {
            yield return Found.Error(
                DiagnosticCodes.SettingOutOfRange, "kubelet.imageCleanUpAbove",
                $"Images would be cleaned up above {above}% down to 80%, the kubelet's default: it would not start.",
                "Say ImageCleanUpTo too.");
        }

        if (kubelet is { ShutdownGracePeriodOfCriticalPods: not null, ShutdownGracePeriod: null })
        {
            yield return Found.Error(
                DiagnosticCodes.SettingOutOfRange, "kubelet.shutdownGracePeriodOfCriticalPods",
                "Critical pods have a part of the whole grace period, and there is none.",
                "Say ShutdownGracePeriod too.");
        }

        foreach (var (setting, time, longest, shown) in new[]
        {
            ("unusedImageAge", kubelet.UnusedImageAge, TimeSpan.FromDays(3650), "3650 days"),
            ("shutdownGracePeriod", kubelet.ShutdownGracePeriod, TimeSpan.FromHours(1), "1 hour"),
            ("shutdownGracePeriodOfCriticalPods", kubelet.ShutdownGracePeriod is null ? null : kubelet.ShutdownGracePeriodOfCriticalPods, kubelet.ShutdownGracePeriod ?? TimeSpan.Zero, "the whole grace period"),
        })
        {
            if (time is { } known && (known < TimeSpan.FromSeconds(1) || known > longest || known.Ticks % TimeSpan.TicksPerSecond != 0))
            {
                yield return Found.Error(
                    DiagnosticCodes.SettingOutOfRange, $"kubelet.{setting}",
                    $"The time {Found.Show(known)} is outside 1 s to {shown} or has parts of a second.",
                    "Use whole seconds in that range.");
            }
        }
    }

    public static IEnumerable<Diagnostic> ServingCertificatesWaitForSomebody(ClusterDraft draft)
    {
        if (draft.Kubelet.ServerTlsBootstrap)
        {
            yield return Found.Warning(
                DiagnosticCodes.ServerTlsBootstrap, "kubelet.serverTlsBootstrap",
                "Kubernetes approves no serving certificate of a kubelet by itself: until somebody does, kubectl logs and exec fail.",
                "Run a controller that approves them, or approve each by kubectl certificate approve, also when it is renewed.");
        }
    }
}
