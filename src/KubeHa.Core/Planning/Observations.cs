using System.Diagnostics.CodeAnalysis;

namespace KubeHa;

/// <summary>What machines said when they were looked at: facts as texts, and who could not be reached and why. Plain data, never a secret.</summary>
public sealed class Observations : IEquatable<Observations>
{
    private readonly IReadOnlyDictionary<(string Host, string Fact), string> facts;

    /// <summary>What machines said.</summary>
    /// <param name="facts">Values by machine and fact.</param>
    /// <param name="unreachable">Reasons by machine, for those that could not be looked at.</param>
    public Observations(IReadOnlyDictionary<(string Host, string Fact), string> facts, IReadOnlyDictionary<string, string>? unreachable = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        this.facts = facts.ToDictionary();
        Unreachable = (unreachable ?? new Dictionary<string, string>()).ToDictionary();
    }

    /// <summary>Nothing was looked at: machines are taken to be bare. Gives the dry run without any host.</summary>
    public static Observations None { get; } = new(new Dictionary<(string, string), string>());

    /// <summary>Machines that could not be looked at, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unreachable { get; }

    /// <summary>Every fact, by machine and name.</summary>
    public IEnumerable<KeyValuePair<(string Host, string Fact), string>> Facts => facts.OrderBy(fact => fact.Key.Host, StringComparer.Ordinal).ThenBy(fact => fact.Key.Fact, StringComparer.Ordinal);

    /// <summary>A fact of a machine, or <see langword="null"/> where it was not seen.</summary>
    /// <param name="host">The machine's name.</param>
    /// <param name="fact">The fact's name.</param>
    public string? this[string host, string fact] => facts.TryGetValue((host, fact), out var value) ? value : null;

    /// <summary>Whether a fact of a machine was seen.</summary>
    /// <param name="host">The machine's name.</param>
    /// <param name="fact">The fact's name.</param>
    /// <param name="value">Its value.</param>
    public bool TryGet(string host, string fact, [NotNullWhen(true)] out string? value) => facts.TryGetValue((host, fact), out value);

    /// <summary>What machines said, as JSON, format <c>kubeha.observations/1</c>: indented and in a stable order, so that a plan can be made of it elsewhere.</summary>
    public string ToJson() => ObservationsDocument.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote; members that this version does not know are refused.</summary>
    /// <param name="json">The document.</param>
    /// <exception cref="InvalidDocumentException">It cannot be used; every problem with its path.</exception>
    public static Observations FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ObservationsDocument.Read(json);
    }

    /// <summary>Whether the others say the same of the same machines.</summary>
    /// <param name="other">The others.</param>
    public bool Equals(Observations? other) => other is not null && Facts.SequenceEqual(other.Facts)
        && Unreachable.Count == other.Unreachable.Count && Unreachable.All(machine => other.Unreachable.TryGetValue(machine.Key, out var reason) && reason == machine.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Observations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(facts.Count, Unreachable.Count);

    /// <summary>These facts with newer ones over them.</summary>
    /// <param name="newer">The newer ones; they win.</param>
    public Observations Merge(Observations newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        var merged = facts.ToDictionary();
        foreach (var (key, value) in newer.facts)
        {
            merged[key] = value;
        }

        return new Observations(merged, Unreachable.Where(machine => !newer.facts.Keys.Any(key => key.Host == machine.Key)).Concat(newer.Unreachable).DistinctBy(machine => machine.Key).ToDictionary());
    }
}
