using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>Checks in a table, the worst first.</summary>
internal static class CheckTable
{
    public static XElement Section(string id, string heading, string lead, IReadOnlyList<CheckResult> results) => Page.Section(id, heading, lead, Table.Of(
        heading, ["Expected", "Machine", "Found", "Seen"], results.OrderByDescending(result => result.Status).Select(result => (IReadOnlyList<object?>)
        [
            Expected(result),
            result.Machine.Length > 0 ? result.Machine : "cluster",
            Table.Word(ToneOf(result.Status), result.Status switch { CheckStatus.Holds => "holds", CheckStatus.Warns => "warns", _ => "fails" }),
            result.Seen,
        ])));

    /// <summary>The check's name as words, for example <c>VIP on one director</c>.</summary>
    public static string Expected(CheckResult result) => Names.Sentence(result.Check);

    public static Tone ToneOf(CheckStatus status) => status switch { CheckStatus.Holds => Tone.Good, CheckStatus.Warns => Tone.Warn, _ => Tone.Bad };
}
