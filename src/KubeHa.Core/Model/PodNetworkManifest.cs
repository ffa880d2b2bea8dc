namespace KubeHa;

/// <summary>
/// The manifest of a network plugin, as its project publishes it (Flannel, Calico, Cilium and their likes). An apply gives it to the cluster once the control planes have joined,
/// waits until the nodes are Ready, and later gives it again only where the cluster's objects differ from it.
/// </summary>
public abstract record PodNetworkManifest
{
    private protected PodNetworkManifest()
    {
    }

    /// <summary>The text itself, for example of a file that is kept beside the program. Its API versions and its network are held against the cluster's.</summary>
    /// <param name="Documents">YAML documents, as kubectl reads them; at most 2000000 characters.</param>
    public sealed record Text(string Documents) : PodNetworkManifest;

    /// <summary>Where a control plane fetches it. Nothing is applied that has another checksum; what stands in it is not looked at before.</summary>
    /// <param name="Location">An http or https address.</param>
    /// <param name="Sha256">The SHA-256 of what is there, 64 hexadecimal digits, as sha256sum prints it.</param>
    public sealed record Address(Uri Location, string Sha256) : PodNetworkManifest;
}
