using System.Globalization;

namespace KubeHa.Templates;

/// <summary>What concerns any machine.</summary>
internal static class MachineChecks
{
    public static void Run(CheckSheet sheet)
    {
        AreReached(sheet);
        ClocksAgree(sheet);
        SwapIsOff(sheet);
    }

    private static void AreReached(CheckSheet sheet)
    {
        foreach (var (machine, reason) in sheet.Observed.Unreachable)
        {
            sheet.Add("reachable", machine, CheckStatus.Fails, $"not reached: {reason}", "Bring it back; or drain it, delete its node (and its etcd member), and take it out of the model.");
        }
    }

    private static void ClocksAgree(CheckSheet sheet)
    {
        foreach (var result in ClockCheck.Judge(sheet.Observed, sheet.Cluster.Machines.Where(sheet.Reached)))
        {
            sheet.Add(result.Check, result.Machine, result.Status, result.Seen, result.Hint);
        }
    }

    private static void SwapIsOff(CheckSheet sheet)
    {
        if (sheet.Cluster.Kubelet.AllowSwap)
        {
            return;
        }

        foreach (var machine in sheet.Cluster.Machines.Where(machine => machine.RunsKubelet && sheet.Reached(machine)))
        {
            var system = sheet.Block(machine, FactNames.System);
            var (now, atBoot) = (system.Number("swap") ?? 0, system.Number("swap-at-boot") ?? 0);
            sheet.Judge("swap-off", machine.Name, now + atBoot == 0,
                now + atBoot == 0 ? "no swap" : now == 0 ? string.Create(CultureInfo.InvariantCulture, $"the next boot would bring {atBoot} swap areas of /etc/fstab") : string.Create(CultureInfo.InvariantCulture, $"{now} swap areas are in use"),
                "A kubelet does not start with swap: apply again, it is switched off, in /etc/fstab too.");
        }
    }
}
