using System.Globalization;
using System.Text;

namespace KubeHa.Templates;

/// <summary>A cluster as Mermaid's flowchart, as Markdown pages show it between <c>```mermaid</c> and <c>```</c>.</summary>
internal static class MermaidText
{
    public static string Write(Cluster cluster)
    {
        var text = new StringBuilder("flowchart TB\n");
        var ids = cluster.Machines.Select((machine, i) => (machine.Name, Id: string.Create(CultureInfo.InvariantCulture, $"m{i + 1}"))).ToDictionary(pair => pair.Name, pair => pair.Id, StringComparer.Ordinal);
        Machine[] callers = [.. cluster.Clients, .. cluster.Workers];
        if (callers.Length > 0)
        {
            Group("callers", "They dial the virtual IP", callers, machine => machine is Client ? "client" : "worker");
            text.Append("    callers --> vip\n");
        }

        text.Append("    subgraph directors[\"Directors: one of them owns the virtual IP\"]\n");
        text.Append(CultureInfo.InvariantCulture, $"        vip([\"{Plain(cluster.Endpoint.VirtualAddress.WithPort(cluster.Endpoint.Port))}<br>virtual IP\"])\n");
        foreach (var director in cluster.LvsPair.Directors)
        {
            text.Append(CultureInfo.InvariantCulture, $"        {Node(director, $"VRRP priority {director.Priority}")} --- vip\n");
        }

        text.Append("    end\n");
        text.Append(CultureInfo.InvariantCulture, $"    vip --> {string.Join(" & ", cluster.ControlPlanes.Select(machine => ids[machine.Name]))}\n");
        Group("planes", Forwarding.Of(cluster).ControlPlanes, cluster.ControlPlanes, _ => "control plane");
        if (cluster.EtcdMachines.Count > 0)
        {
            text.Append("    planes --> etcd\n");
            Group("etcd", "etcd, on machines of its own", cluster.EtcdMachines, _ => "etcd");
        }

        return text.ToString();

        void Group(string id, string label, IEnumerable<Machine> machines, Func<Machine, string> note)
        {
            text.Append(CultureInfo.InvariantCulture, $"    subgraph {id}[\"{label}\"]\n");
            foreach (var machine in machines)
            {
                text.Append(CultureInfo.InvariantCulture, $"        {Node(machine, note(machine))}\n");
            }

            text.Append("    end\n");
        }

        string Node(Machine machine, string note) => $"{ids[machine.Name]}[\"{Plain(machine.Name)}<br>{Plain(machine.Address.ToString())}<br>{note}\"]";
    }

    /// <summary>Names and addresses are letters, digits, dots, colons and dashes; anything else would be a mark of Mermaid's.</summary>
    private static string Plain(string text) => string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-'));
}
