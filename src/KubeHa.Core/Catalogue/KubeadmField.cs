namespace KubeHa;

/// <summary>A field of kubeadm's documents that not every API version has: a row of <see cref="KubeadmFields"/>.</summary>
/// <param name="Path">The field, as the document writes it.</param>
/// <param name="First">The first API version that has it.</param>
/// <param name="Last">The last one that has it.</param>
internal sealed record KubeadmField(string Path, KubeadmApi First, KubeadmApi Last = KubeadmApi.V1Beta4)
{
    public bool IsIn(KubeadmApi api) => api >= First && api <= Last;

    /// <summary>The minor versions of Kubernetes whose documents have the field, as messages show them.</summary>
    public string Minors
    {
        get
        {
            var minors = KubernetesCatalogue.Releases.Where(release => IsIn(release.KubeadmApi)).Select(release => release.Minor).ToList();

            return Last == KubeadmApi.V1Beta4 ? $"1.{minors[0]} on" : $"1.{minors[0]} to 1.{minors[^1]}";
        }
    }
}
