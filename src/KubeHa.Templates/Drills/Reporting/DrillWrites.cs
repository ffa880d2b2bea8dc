namespace KubeHa.Templates;

/// <summary>What became of the writer's changes, one every 200 ms to an object of its own.</summary>
/// <param name="Attempted">How many it began.</param>
/// <param name="Acknowledged">How many the API said were done.</param>
/// <param name="Lost">Numbers of those that were acknowledged and were not there when all were read back at the end. There must be none.</param>
/// <param name="ReadBack">Whether the reading back worked at all; without it nothing is known of <see cref="Lost"/>.</param>
public sealed record DrillWrites(int Attempted, int Acknowledged, IReadOnlyList<int> Lost, bool ReadBack)
{
    /// <summary>No writer ran.</summary>
    public static DrillWrites None { get; } = new(0, 0, [], false);

    /// <summary>Whether the other is the same in every part.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(DrillWrites? other) =>
        other is not null && Attempted == other.Attempted && Acknowledged == other.Acknowledged && ReadBack == other.ReadBack && Lost.SequenceEqual(other.Lost);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Attempted, Acknowledged, Lost.Count, ReadBack);
}
