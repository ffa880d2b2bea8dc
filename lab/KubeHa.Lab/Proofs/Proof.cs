using System.Globalization;
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

    /// <summary>Whether it needs the lab at all.</summary>
    public virtual bool WantsLab => true;

    /// <summary>Whether a round begins with the cluster applied and verified; else it takes bare machines itself.</summary>
    public virtual bool WantsCluster(int round) => true;

    /// <summary>One round.</summary>
    public abstract Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken);

    /// <summary>The worst of what was measured, as text.</summary>
    public abstract string Worst(IReadOnlyList<JsonObject> rounds);

    /// <summary>The largest number of this name in any round.</summary>
    protected static double? Largest(IReadOnlyList<JsonObject> rounds, string name)
    {
        // A number of this run is an int or a double, one read back from progress is neither: their text is the same.
        var values = rounds.Select(round => round[name]).OfType<JsonValue>().Select(value => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)).ToList();
        return values.Count > 0 ? values.Max() : null;
    }

    /// <summary>The cluster must verify by itself within a time.</summary>
    protected static async Task MustVerifyAsync(Round round, Bench bench, TimeSpan limit, CancellationToken cancellationToken)
    {
        var seconds = await bench.Program.VerifyUntilAsync(limit, cancellationToken);
        round.Saw("verifiedAfterSeconds", seconds is null ? null : Rounded(seconds.Value));
        round.Must(seconds <= limit.TotalSeconds, $"the cluster did not verify within {limit.TotalMinutes} min");
    }

    /// <summary>An apply that must end well, and a verification after it.</summary>
    protected static async Task HealAsync(Round round, Bench bench, string? only, CancellationToken cancellationToken)
    {
        var apply = await bench.Program.ApplyAsync(cancellationToken, only);
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Saw("applyExitCode", apply.Code);
        round.Must(apply.Code == 0, $"apply ended with {apply.Code}: {apply.Tail}");
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(1), cancellationToken);
    }

    protected static double Rounded(double number, int digits = 1) => Math.Round(number, digits);

    protected static string Text(FormattableString text) => FormattableString.Invariant(text);
}
