namespace KubeHa.Simulation;

/// <summary>A stop that a run after a crash may come to. There are at most five, each with a recovery that docs/crash-safety.md describes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Says">What the failure's text has in it.</param>
/// <param name="Recovery">What to do, one line.</param>
/// <param name="WithKeptSecrets">Whether the recovery is to apply with the folder of the first run.</param>
public sealed record NamedStop(string Name, string Says, string Recovery, bool WithKeptSecrets)
{
    public static IReadOnlyList<NamedStop> All { get; } =
    [
        new("half-a-key-pair", "other half is neither on a machine nor with the operator", "apply with the folder of the run that was broken", WithKeptSecrets: true),
        new("two-sets-of-keys", "One of the two machines belongs to another cluster, or was set up by hand", "kubeadm reset, or an empty /etc/kubernetes/pki, on the control planes that bear no etcd data; apply", WithKeptSecrets: false),
    ];

    public static NamedStop? Of(string? failure) => failure is null ? null : All.FirstOrDefault(stop => failure.Contains(stop.Says, StringComparison.Ordinal));
}
