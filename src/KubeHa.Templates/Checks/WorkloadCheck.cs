using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Whether pods on every node reached each other, and a service, and could be looked into.</summary>
internal static class WorkloadCheck
{
    private const string HeardCheck = "watch-cache";

    private const int LateSeconds = 10;

    private const string DeafHint =
        "Behind an etcd member that was away its watches come back one by one, by gRPC's rules within about two minutes, and until then kubelets and kube-proxies that the directors send to it miss what is new. "
        + "If it lasts, start it anew on that machine: kill -KILL $(pidof kube-apiserver); kubelet starts another.";

    public static void Run(CheckSheet sheet)
    {
        var lines = sheet.Cluster.ControlPlanes.Select(machine => sheet.Observed[machine.Name, WorkloadRunbook.Fact]).FirstOrDefault(text => text is not null);
        if (lines is null)
        {
            sheet.Add("workload", string.Empty, CheckStatus.Fails, "the workload did not come up", "See the events in its namespace; image and pod network must work on every node.");
            return;
        }

        Heard(sheet);
        var wanted = WorkloadRunbook.Addresses(sheet.Cluster);
        var byNode = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        foreach (var machine in sheet.Cluster.Nodes)
        {
            var said = byNode[machine.Name].ToList();
            var reached = said.Count(line => line.StartsWith("reached=", StringComparison.Ordinal));
            var not = said.Where(line => !line.StartsWith("reached=", StringComparison.Ordinal) && line != "logs=ok").ToList();
            sheet.Judge("workload", machine.Name, reached == wanted && not.Count == 0 && said.Contains("logs=ok"),
                string.Create(CultureInfo.InvariantCulture, $"its pod reached {reached} of {wanted} (every pod, and the service){(not.Count > 0 ? "; " + string.Join("; ", not.Take(4)) : string.Empty)}"),
                "Pods that do not reach each other across nodes: see the pod network. Only the service is not reached, and watch-cache holds: that node's kube-proxy has not heard of it; delete its pod. Logs or exec that fail: see whether port 10250 is open from the control planes.");
        }
    }

    /// <summary>Whether every apiserver heard of the workload: one that does not answers from a cache that stands still.</summary>
    private static void Heard(CheckSheet sheet)
    {
        var said = sheet.Cluster.ControlPlanes.Select(machine => sheet.Observed[machine.Name, WorkloadRunbook.HeardFact]).FirstOrDefault(text => text is not null) ?? string.Empty;
        var byServer = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 3)).Where(words => words.Length == 3).ToLookup(words => words[0], words => (Resource: words[1], Said: words[2]));
        foreach (var machine in sheet.Cluster.ControlPlanes)
        {
            var answers = byServer[PoolRules.ServerOf(sheet.Cluster, machine)].ToList();
            var deaf = answers.Where(answer => answer.Said.StartsWith("deaf=", StringComparison.Ordinal)).ToList();
            var late = answers.Select(answer => answer.Said.StartsWith("heard=", StringComparison.Ordinal) && int.TryParse(answer.Said[6..], CultureInfo.InvariantCulture, out var seconds) ? seconds : 0).DefaultIfEmpty().Max();
            var silent = answers.FirstOrDefault(answer => answer.Said.StartsWith("silent=", StringComparison.Ordinal)).Said;
            if (deaf.Count > 0)
            {
                sheet.Add(HeardCheck, machine.Name, CheckStatus.Fails, $"its apiserver, asked for what it hands on to those who watch, has not heard of the workload's {string.Join(", ", deaf.Select(answer => answer.Resource))} for {deaf[0].Said[5..]} s", DeafHint);
            }
            else if (silent is not null || answers.Count == 0)
            {
                sheet.Add(HeardCheck, machine.Name, CheckStatus.Warns, $"its apiserver could not be asked whether it has heard of the workload{(silent is { Length: > 7 } ? ": " + silent[7..] : string.Empty)}", "See the checks of that apiserver and of its etcd member.");
            }
            else if (late > LateSeconds)
            {
                sheet.Add(HeardCheck, machine.Name, CheckStatus.Warns, string.Create(CultureInfo.InvariantCulture, $"its apiserver heard of the workload only after {late} s"), DeafHint);
            }
            else
            {
                sheet.Add(HeardCheck, machine.Name, CheckStatus.Holds, "its apiserver has heard of the workload", string.Empty);
            }
        }
    }
}
