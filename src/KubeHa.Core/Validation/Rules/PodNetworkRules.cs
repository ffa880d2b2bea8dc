using System.Net;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace KubeHa;

/// <summary>The network plugin's manifest: whether it can be read, and whether it goes with the cluster.</summary>
internal static class PodNetworkRules
{
    private const string Path = "podNetwork.documents";

    public static IEnumerable<Diagnostic> AddressIsUsable(ClusterDraft draft)
    {
        if (draft.PodNetwork is not PodNetworkManifest.Address address)
        {
            yield break;
        }

        if (Grammar.MirrorProblem(address.Location, "https", "http") is { } problem)
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedMirror, "podNetwork.location",
                $"The {(address.Location is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? "address" : $"address {Found.Show(address.Location?.OriginalString)}")} {problem}.",
                "Write an http or https address without user, quotes or blanks.");
        }

        if (address.Sha256 is not { Length: 64 } || !address.Sha256.All(char.IsAsciiHexDigitLower))
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedChecksum, "podNetwork.sha256", $"{Found.Show(address.Sha256)} is no SHA-256.",
                "Fetch the manifest, read it, and write the 64 digits that sha256sum prints for it.");
        }
    }

    /// <summary>One rule for all that is asked of its text: some are large, and read once.</summary>
    public static IEnumerable<Diagnostic> ManifestFits(ClusterDraft draft)
    {
        if (draft.PodNetwork is not PodNetworkManifest.Text text)
        {
            return [];
        }

        return ManifestReader.Read(text.Documents, out var objects) is { } unread
            ? [Found.Error(DiagnosticCodes.MalformedManifest, Path, $"The manifest {unread}.", "Give the file that the plugin's project publishes for kubectl apply, as it is.")]
            : [.. draft.Pods is { } pods ? OtherNetworks(objects, [pods, .. draft.SecondPods is { } second ? [second] : Array.Empty<IPNetwork>()]) : [], .. draft.Version is { } version ? UnservedApis(objects, version.Minor) : []];
    }

    private static IEnumerable<Diagnostic> UnservedApis(IEnumerable<ManifestObject> objects, int minor)
    {
        foreach (var kind in objects.GroupBy(item => (item.ApiVersion, item.Kind)))
        {
            if (ServedApis.Problem(kind.Key.ApiVersion, kind.Key.Kind, minor) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.ApiNotServed, Path, $"{Found.Show(kind.Key.Kind)}{(kind.First().Name is { Length: > 0 } name ? $" {Found.Show(name)}" : string.Empty)} is of {Found.Show(kind.Key.ApiVersion)}, which {problem}.",
                    $"Take the plugin's version that goes with Kubernetes 1.{minor}; its project has a table of them.");
            }
        }
    }

    private static IEnumerable<Diagnostic> OtherNetworks(IEnumerable<ManifestObject> objects, IReadOnlyList<IPNetwork> pods)
    {
        foreach (var (where, text) in objects.SelectMany(Networks).Distinct())
        {
            if (IpText.ParseNetwork(text) is not { } network || !pods.Any(known => network.PrefixLength >= known.PrefixLength && known.Contains(network.BaseAddress)))
            {
                yield return Found.Error(
                    DiagnosticCodes.PodNetworkDiffers, Path, $"{where} says {Found.Show(text)}; the cluster's pods have {string.Join(" and ", pods)}.",
                    "Write the cluster's network into the manifest, or choose the manifest's by WithNetwork: nodes get their ranges from the cluster's, and kube-proxy takes what is outside of it for no pod.");
            }
        }
    }

    /// <summary>Where the well-known plugins are told the pods' network: Flannel's net-conf.json, Calico's first pool, Cilium's pool.</summary>
    private static IEnumerable<(string Where, string Network)> Networks(ManifestObject item)
    {
        if (item.Kind == "ConfigMap" && item.Node.Children.TryGetValue(new YamlScalarNode("data"), out var data))
        {
            foreach (var flannel in FlannelNetworks(ManifestReader.TextOf(data, "net-conf.json")))
            {
                yield return ("Flannel's net-conf.json", flannel);
            }

            foreach (var key in new[] { "cluster-pool-ipv4-cidr", "cluster-pool-ipv6-cidr" })
            {
                if (ManifestReader.TextOf(data, "ipam") == "cluster-pool" && ManifestReader.TextOf(data, key) is { Length: > 0 } cilium)
                {
                    yield return ($"Cilium's {key}", cilium);
                }
            }
        }

        foreach (var variable in ManifestReader.MappingsOf(item.Node).Where(mapping => ManifestReader.TextOf(mapping, "name") is "CALICO_IPV4POOL_CIDR" or "CALICO_IPV6POOL_CIDR"))
        {
            yield return ($"Calico's {ManifestReader.TextOf(variable, "name")}", ManifestReader.TextOf(variable, "value"));
        }
    }

    /// <summary>Its second network counts where it is told to use it.</summary>
    private static List<string> FlannelNetworks(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var ipv6 = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("EnableIPv6", out var enabled) && enabled.ValueKind == JsonValueKind.True;

            return root.ValueKind != JsonValueKind.Object ? [] :
            [
                .. ((string[])(ipv6 ? ["Network", "IPv6Network"] : ["Network"])).Where(name => root.TryGetProperty(name, out var network) && network.ValueKind == JsonValueKind.String)
                    .Select(name => root.GetProperty(name).GetString()!),
            ];
        }
        catch (JsonException)
        {
            return []; // flannel itself will say so
        }
    }
}
