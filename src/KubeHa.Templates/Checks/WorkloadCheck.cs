using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Whether pods on every node reached each other, and a service, and could be looked into.</summary>
internal static class WorkloadCheck
{
    public static void Run(CheckSheet sheet)
    {
        var lines = sheet.Cluster.ControlPlanes.Select(machine => sheet.Observed[machine.Name, WorkloadRunbook.Fact]).FirstOrDefault(text => text is not null);
        if (lines is null)
        {
            sheet.Add("workload", string.Empty, CheckStatus.Fails, "the workload did not come up", "See the events in its namespace; image and pod network must work on every node.");
            return;
        }

        var wanted = sheet.Cluster.Nodes.Count() + 1;
        var byNode = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        foreach (var machine in sheet.Cluster.Nodes)
        {
            var said = byNode[machine.Name].ToList();
            var reached = said.Count(line => line.StartsWith("reached=", StringComparison.Ordinal));
            var not = said.Where(line => !line.StartsWith("reached=", StringComparison.Ordinal) && line != "logs=ok").ToList();
            sheet.Judge("workload", machine.Name, reached == wanted && not.Count == 0 && said.Contains("logs=ok"),
                string.Create(CultureInfo.InvariantCulture, $"its pod reached {reached} of {wanted} (every pod, and the service){(not.Count > 0 ? "; " + string.Join("; ", not.Take(4)) : string.Empty)}"),
                "Pods that do not reach each other across nodes: see the pod network. Logs or exec that fail: see whether port 10250 is open from the control planes.");
        }
    }
}
