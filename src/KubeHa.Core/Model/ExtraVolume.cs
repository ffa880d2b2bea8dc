namespace KubeHa;

/// <summary>A file or folder of the machine that a component of the control plane sees. It must be there when the component starts.</summary>
/// <param name="Name">A name of its own, an RFC 1123 label.</param>
/// <param name="HostPath">The path on the machine.</param>
/// <param name="MountPath">The path that the component sees.</param>
/// <param name="ReadOnly">Whether the component may only read it.</param>
public sealed record ExtraVolume(string Name, string HostPath, string MountPath, bool ReadOnly = true);
