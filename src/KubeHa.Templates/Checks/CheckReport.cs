using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeHa.Templates;

/// <summary>What a preflight or a verification found.</summary>
/// <param name="Results">Every check's answer.</param>
/// <param name="Run">The run that looked; where it failed, nothing could be judged and <see cref="Results"/> is empty.</param>
public sealed record CheckReport(IReadOnlyList<CheckResult> Results, RunReport Run)
{
    // Read by people too: a less-than sign in a hint needs no escape for the sake of web pages.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the looking worked and came to its end, something was judged, and no check fails.</summary>
    public bool Passed => Run.Failure is null && Run.Outcome is not (RunOutcome.Failed or RunOutcome.Stopped) && Results.Count > 0 && Results.All(result => result.Status != CheckStatus.Fails);

    /// <summary>How many checks answered so.</summary>
    /// <param name="status">Holds, warns or fails.</param>
    public int Count(CheckStatus status) => Results.Count(result => result.Status == status);

    /// <summary>A line for each answer, those that fail last, then the failure of the looking, then how many there are of each.</summary>
    public string ToText() => string.Concat(Results.OrderBy(result => result.Status).Select(result => $"{result}\n"))
        + (Run.Failure is { } failure ? failure + "\n" : string.Empty)
        + FormattableString.Invariant($"{Count(CheckStatus.Holds)} hold, {Count(CheckStatus.Warns)} warn, {Count(CheckStatus.Fails)} fail\n");

    /// <summary>All of it as JSON, format <c>kubeha.verification/1</c>: <c>passed</c>, how many <c>hold</c>, <c>warn</c>, <c>fail</c>, the <c>failure</c> of the looking, who was <c>unreachable</c> and why, and the <c>results</c> in the order of the checks.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", CheckReportReader.Format);
            json.WriteBoolean("passed", Passed);
            json.WriteNumber("hold", Count(CheckStatus.Holds));
            json.WriteNumber("warn", Count(CheckStatus.Warns));
            json.WriteNumber("fail", Count(CheckStatus.Fails));
            json.WriteString("failure", Run.Failure);
            json.WriteStartObject("unreachable");
            foreach (var (machine, reason) in Run.Observations.Unreachable.OrderBy(machine => machine.Key, StringComparer.Ordinal))
            {
                json.WriteString(machine, reason);
            }

            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var result in Results)
            {
                json.WriteStartObject();
                json.WriteString("check", result.Check);
                json.WriteString("machine", result.Machine);
                json.WriteString("status", result.Status switch { CheckStatus.Holds => "holds", CheckStatus.Warns => "warns", _ => "fails" });
                json.WriteString("seen", result.Seen);
                json.WriteString("hint", result.Hint);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote. A document holds what was found, not the steps and facts behind it: <see cref="Run"/> says only whether the looking worked and who was not reached.</summary>
    /// <param name="json">The document.</param>
    /// <exception cref="InvalidDocumentException">It cannot be used; every problem with its path.</exception>
    public static CheckReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return CheckReportReader.Read(json);
    }
}
