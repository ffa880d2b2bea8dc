namespace KubeHa.Templates;

/// <summary>The answer of one check.</summary>
/// <param name="Check">The check's stable name, for example <c>vip-on-one-director</c>.</param>
/// <param name="Machine">The machine it is about; empty where it is about the cluster as a whole.</param>
/// <param name="Status">Holds, warns or fails.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Hint">What to do; empty where it holds.</param>
public sealed record CheckResult(string Check, string Machine, CheckStatus Status, string Seen, string Hint)
{
    /// <summary>One line with all of it.</summary>
    public override string ToString() =>
        $"{Status switch { CheckStatus.Holds => "holds", CheckStatus.Warns => "warns", _ => "FAILS" }}  {Check}{(Machine.Length > 0 ? $" [{Machine}]" : string.Empty)}: {Seen}{(Hint.Length > 0 ? $"{(Seen.EndsWith('.') ? string.Empty : ".")} {Hint}" : string.Empty)}";
}
