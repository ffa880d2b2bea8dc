namespace KubeHa.Tests;

/// <summary>Clusters that reach every message of every rule, and stand on both sides of every boundary. What is said of each is approved in Golden/diagnostics.txt.</summary>
internal static class Faults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("the reference cluster", () => Reference.Builder()), new("the reference cluster in IPv6", () => Reference.Ipv6()), new("the reference cluster in both families", () => Reference.DualStack()),
        .. BrokenBuilders.All.Select(broken => new Fault(broken.Key, broken.Value.Make)),
        .. TextFaults.All, .. PackageFaults.All, .. RuntimeFaults.All, .. MachineFaults.All, .. AddressFaults.All, .. DirectorFaults.All, .. EtcdFaults.All, .. KubeadmFaults.All, .. ComponentFaults.All, .. DocumentFaults.All,
    ];
}
