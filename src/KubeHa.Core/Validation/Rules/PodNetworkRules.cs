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
            : [.. draft.Pods is { } pods ? OtherNetworks(objects, pods) : [], .. draft.Version is { } version ? UnservedApis(objects, version.Minor) : []];
    }

    private static IEnumerable<Diagnostic> UnservedApis(IEnumerable<ManifestObject> objects, int minor)
    {
        foreach (var kind in objects.GroupBy(item => (item.ApiVersion, item.Kind)))
        {
            if (ServedApis.Problem(kind.Key.ApiVersion, kind.Key.Kind, minor) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.ApiNotServed, Path, $"{Found.Show(kind.Key.Kind)} {Found.Show(kind.First().Name)} is of {Found.Show(kind.Key.ApiVersion)}, which {problem}.",
                    $"Take the plugin's version that goes with Kubernetes 1.{minor}; its project has a table of them.");
            }
        }
    }

    private static IEnumerable<Diagnostic> OtherNetworks(IEnumerable<ManifestObject> objects, IPNetwork pods)
    {
        foreach (var (where, text) in objects.SelectMany(Networks).Distinct())
        {
            if (Ipv4Text.ParseNetwork(text) is not { } network || network.PrefixLength < pods.PrefixLength || !pods.Contains(network.BaseAddress))
            {
                yield return Found.Error(
                    DiagnosticCodes.PodNetworkDiffers, Path, $"{where} says {Found.Show(text)}; the cluster's pods have {pods}.",
                    "Write the cluster's network into the manifest, or choose the manifest's by WithNetwork: nodes get their ranges from the cluster's, and kube-proxy takes what is outside of it for no pod.");
            }
        }
    }

    /// <summary>Where the well-known plugins are told the pods' network: Flannel's net-conf.json, Calico's first pool, Cilium's pool.</summary>
    private static IEnumerable<(string Where, string Network)> Networks(ManifestObject item)
    {
        if (item.Kind == "ConfigMap" && item.Node.Children.TryGetValue(new YamlScalarNode("data"), out var data))
        {
            if (FlannelNetwork(ManifestReader.TextOf(data, "net-conf.json")) is { } flannel)
            {
                yield return ("Flannel's net-conf.json", flannel);
            }

            if (ManifestReader.TextOf(data, "ipam") == "cluster-pool" && ManifestReader.TextOf(data, "cluster-pool-ipv4-cidr") is { Length: > 0 } cilium)
            {
                yield return ("Cilium's cluster-pool-ipv4-cidr", cilium);
            }
        }

        foreach (var variable in ManifestReader.MappingsOf(item.Node).Where(mapping => ManifestReader.TextOf(mapping, "name") == "CALICO_IPV4POOL_CIDR"))
        {
            yield return ("Calico's CALICO_IPV4POOL_CIDR", ManifestReader.TextOf(variable, "value"));
        }
    }

    private static string? FlannelNetwork(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Network", out var network) && network.ValueKind == JsonValueKind.String
                ? network.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null; // flannel itself will say so
        }
    }
}
