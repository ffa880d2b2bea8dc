namespace KubeHa.Templates;

/// <summary>The image of pod sandboxes. It must be the one kubeadm knows: where no registry can be reached, no other is there.</summary>
internal static class SandboxImage
{
    public static string Of(Cluster cluster)
    {
        var repository = cluster.Images is ImageSource.Registry { Repository: { } chosen }
            ? chosen.TrimEnd('/')
            : KubernetesCatalogue.DefaultImageRepository(cluster.Version);
        return $"{repository}/pause:{KubernetesCatalogue.Find(cluster.Version)!.PauseTag}";
    }
}
