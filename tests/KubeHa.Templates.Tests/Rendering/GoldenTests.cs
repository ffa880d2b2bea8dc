using System.Globalization;
using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

public sealed class GoldenTests
{
    [Theory]
    [InlineData(ReferenceClusters.AsPublishedName)]
    [InlineData(ReferenceClusters.InTheLabName)]
    public void Every_file_of_the_reference_cluster_is_the_approved_one(string name)
    {
        var configs = ReferenceClusters.Named(name).Render();

        var files = configs.ToDictionary(file => file.Host + file.Path, file => file.Content.ToString(), StringComparer.Ordinal);
        files["attributes.txt"] = string.Concat(configs.Select(Attributes));
        Golden.Match(name, files);
    }

    public static TheoryData<string> EndpointNames => [.. EndpointClusters.Names];

    [Theory]
    [MemberData(nameof(EndpointNames))]
    public void Every_file_of_an_endpoint_is_the_approved_one(string name)
    {
        var cluster = EndpointClusters.Named(name);
        var configs = cluster.Render();

        // What is the same behind every endpoint stands in the reference cluster.
        var direct = cluster.LvsPair.Forwarding is LvsForwarding.DirectRouting;
        string[] paths = direct
            ? ["/etc/keepalived/", FilePaths.Gate, FilePaths.Untracked, FilePaths.UntrackedUnit]
            : ["/etc/keepalived/", "/etc/modules-load.d/", "/etc/sysctl.d/", "/etc/systemd/", "/usr/libexec/", FilePaths.IpvsRules];
        var machines = cluster.LvsPair.Directors.Cast<Machine>().Append(cluster.ControlPlanes[0]).Select(machine => machine.Name).ToHashSet();
        var files = configs.Where(file => machines.Contains(file.Host) && paths.Any(path => file.Path.StartsWith(path, StringComparison.Ordinal)))
            .ToDictionary(file => file.Host + file.Path, file => file.Content.ToString(), StringComparer.Ordinal);
        if (!direct)
        {
            files["attributes.txt"] = string.Concat(configs.Select(Attributes));
        }

        Golden.Match($"endpoint-{name}", files);
    }

    private static string Attributes(ConfigFile file) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file.Host} {file.Path} 0{Convert.ToString((int)file.Mode, 8)} {file.Owner} {file.Placement}{(file.KeepExisting ? " keep" : string.Empty)}\n");
}
