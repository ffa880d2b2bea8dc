namespace KubeHa.Templates;

/// <summary>Our services in a director's table, as <c>ipvsadm -Sn</c> writes them: one for each virtual IP.</summary>
internal sealed class IpvsTable
{
    // ipvsadm 1.30 and newer say it of every server behind a tunnel, older ones of none; it is the kind that all of them mean.
    private const string UsualTunnel = " --tun-type ipip";

    private IpvsTable(IReadOnlyList<string> services, IReadOnlyDictionary<string, string> servers, IReadOnlySet<string> lines)
    {
        Services = services;
        Servers = servers;
        Lines = lines;
    }

    /// <summary>The lines of our services, as far as they are there, in the order of the virtual IPs.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>Every server of ours, those too that get no traffic, and how it is listed.</summary>
    public IReadOnlyDictionary<string, string> Servers { get; }

    /// <summary>All lines of our services.</summary>
    public IReadOnlySet<string> Lines { get; }

    /// <summary>Whether a server is listed and gets traffic.</summary>
    public bool Serves(string server) => Servers.TryGetValue(server, out var how) && !how.EndsWith("-w 0", StringComparison.Ordinal);

    public static IpvsTable Of(CheckSheet sheet, Director director)
    {
        var services = PoolRules.Services(sheet.Cluster).Select(service => service.Text).ToList();
        var lines = (sheet.Observed[director.Name, FactNames.IpvsTable] ?? string.Empty).Split('\n').Select(line => line.Trim().Replace(UsualTunnel, string.Empty, StringComparison.Ordinal))
            .Where(line => line.Split(' ') is [_, "-t", var of, ..] && services.Contains(of))
            .ToHashSet(StringComparer.Ordinal);
        return new IpvsTable(
            [.. services.SelectMany(service => lines.Where(line => line.StartsWith($"-A -t {service} ", StringComparison.Ordinal)))],
            lines.Select(line => line.Split(' ', 6)).Where(words => words is ["-a", _, _, "-r", _, _]).ToDictionary(words => words[4], words => words[5]),
            lines);
    }
}
