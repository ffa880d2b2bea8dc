namespace KubeHa.Templates;

/// <summary>The network plugin's manifest, where it is in hand: on every control plane, since each may be the one that answers.</summary>
internal static class PodNetworkFiles
{
    public static IEnumerable<ConfigFile> For(ControlPlane machine, Cluster cluster)
    {
        if (cluster.PodNetwork is PodNetworkManifest.Text manifest)
        {
            yield return TextFile.OfDocument(machine, FilePaths.PodNetwork, manifest.Documents);
        }
    }
}
