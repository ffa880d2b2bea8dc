namespace KubeHa.Lab;

/// <summary>All proofs.</summary>
internal static class ProofTable
{
    public static IReadOnlyList<Proof> All { get; } =
    [
        new DirectorKilled(),
    ];
}
