using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Something that the library claims, shown on the lab's machines in rounds.</summary>
internal abstract class Proof
{
    public abstract string Name { get; }

    /// <summary>What is shown, one sentence.</summary>
    public abstract string Shows { get; }

    public abstract int Rounds { get; }

    /// <summary>What was allowed, as text.</summary>
    public abstract string Bound { get; }

    /// <summary>How it is measured.</summary>
    public abstract JsonObject Settings { get; }

    /// <summary>One round; the cluster is applied and verified when it begins.</summary>
    public abstract Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken);

    /// <summary>The worst of what was measured, as text.</summary>
    public abstract string Worst(IReadOnlyList<JsonObject> rounds);

    /// <summary>The largest number of this name in any round.</summary>
    protected static double? Largest(IReadOnlyList<JsonObject> rounds, string name)
    {
        var values = rounds.Select(round => round[name]).OfType<JsonValue>().Select(value => (double)value).ToList();
        return values.Count > 0 ? values.Max() : null;
    }

    protected static double Rounded(double number, int digits = 1) => Math.Round(number, digits);
}
