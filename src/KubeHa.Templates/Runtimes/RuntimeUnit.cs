namespace KubeHa.Templates;

/// <summary>A unit of systemd that belongs to a container runtime.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The file of ours that it reads when it starts.</param>
/// <param name="IsDropIn">Whether that file is part of the unit, so that systemd must read it first.</param>
internal sealed record RuntimeUnit(string Name, string File, bool IsDropIn = false);
