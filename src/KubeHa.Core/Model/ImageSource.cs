namespace KubeHa;

/// <summary>Where container images come from.</summary>
public abstract record ImageSource
{
    private protected ImageSource()
    {
    }

    /// <summary>A registry.</summary>
    /// <param name="Repository">The repository that kubeadm takes Kubernetes' images from; kubeadm's own default where <see langword="null"/>.</param>
    public sealed record Registry(string? Repository = null) : ImageSource;

    /// <summary>Archives in a folder of every node, imported before they are needed: for machines without a registry.</summary>
    /// <param name="Directory">The folder; every file in it that ends in <c>.tar</c> is imported.</param>
    public sealed record Archives(string Directory) : ImageSource;
}
