namespace KubeHa.Templates;

/// <summary>What kubeadm's ClusterConfiguration says of a component of the control plane.</summary>
internal sealed record ComponentConfiguration(IReadOnlyList<Argument> Arguments, IReadOnlyList<ComponentConfiguration.Volume> Volumes)
{
    /// <param name="Name">Its name.</param>
    /// <param name="HostPath">The path on the machine.</param>
    /// <param name="MountPath">The path that the component sees.</param>
    /// <param name="ReadOnly">Whether the component may only read it.</param>
    /// <param name="PathType">What must be there, or is made (core/v1 HostPathType); <see langword="null"/> where anything will do.</param>
    public sealed record Volume(string Name, string HostPath, string MountPath, bool ReadOnly, string? PathType = null);
}
