namespace KubeHa.Templates;

/// <summary>Our service in a director's table, as <c>ipvsadm -Sn</c> writes it.</summary>
internal sealed class IpvsTable
{
    // ipvsadm 1.30 and newer say it of every server behind a tunnel, older ones of none; it is the kind that all of them mean.
    private const string UsualTunnel = " --tun-type ipip";

    private IpvsTable(string? service, IReadOnlyDictionary<string, string> servers, IReadOnlySet<string> lines)
    {
        Service = service;
        Servers = servers;
        Lines = lines;
    }

    /// <summary>The line of our service; null where it is missing.</summary>
    public string? Service { get; }

    /// <summary>Every server of our service, those too that get no traffic, and how it is listed.</summary>
    public IReadOnlyDictionary<string, string> Servers { get; }

    /// <summary>All lines of our service.</summary>
    public IReadOnlySet<string> Lines { get; }

    /// <summary>Whether a server is listed and gets traffic.</summary>
    public bool Serves(string server) => Servers.TryGetValue(server, out var how) && !how.EndsWith("-w 0", StringComparison.Ordinal);

    public static IpvsTable Of(CheckSheet sheet, Director director)
    {
        var service = PoolRules.ServiceOf(sheet.Cluster);
        var lines = (sheet.Observed[director.Name, FactNames.IpvsTable] ?? string.Empty).Split('\n').Select(line => line.Trim().Replace(UsualTunnel, string.Empty, StringComparison.Ordinal))
            .Where(line => line.Split(' ') is [_, "-t", var of, ..] && of == service)
            .ToHashSet(StringComparer.Ordinal);
        return new IpvsTable(
            lines.FirstOrDefault(line => line.StartsWith("-A ", StringComparison.Ordinal)),
            lines.Select(line => line.Split(' ', 6)).Where(words => words is ["-a", _, _, "-r", _, _]).ToDictionary(words => words[4], words => words[5]),
            lines);
    }
}
