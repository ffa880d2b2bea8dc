using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeHa;

/// <summary>Lines of a run's log.</summary>
internal static class RunRecordJson
{
    public const string Format = "kubeha.run/1";

    /// <summary>The first line.</summary>
    public const string Header = "{\"format\":\"" + Format + "\"}";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(RunRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", record.Sequence);
            json.WriteString("at", record.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("event", record.Event);
            json.WriteString("plan", record.Plan);
            Text(json, "step", record.Step);
            Text(json, "host", record.Host);
            Text(json, "status", record.Status);
            if (record.Duration is { } duration)
            {
                json.WriteNumber("seconds", (decimal)duration.Ticks / TimeSpan.TicksPerSecond);
            }

            if (record.ExitCode is { } code)
            {
                json.WriteNumber("exitCode", code);
            }

            Text(json, "message", record.Message);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Everything that can be read, and in words what cannot. Members of later versions are passed over: a log is for reading.</summary>
    public static RunRecords Read(string text)
    {
        var lines = text.Split('\n');
        if (lines[0] != Header)
        {
            throw new InvalidDocumentException(Format, [new DocumentProblem("line 1", $"'{Header}' is expected.")]);
        }

        var records = new List<RunRecord>();
        var damage = new List<string>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            if (Record(lines[i]) is { } record)
            {
                records.Add(record);
            }
            else
            {
                damage.Add(i == lines.Length - 1 ? $"line {i + 1}, the last one, is cut off: the run ended while it was written" : $"line {i + 1} cannot be read");
            }
        }

        return new RunRecords(records, damage.Count == 0 ? null : string.Join("; ", damage) + ".");
    }

    private static RunRecord? Record(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new RunRecord(
                root.GetProperty("sequence").GetInt64(),
                root.GetProperty("at").GetDateTimeOffset(),
                root.GetProperty("event").GetString()!,
                root.GetProperty("plan").GetString()!,
                Text(root, "step"),
                Text(root, "host"),
                Text(root, "status"),
                root.TryGetProperty("seconds", out var seconds) ? new TimeSpan((long)(seconds.GetDecimal() * TimeSpan.TicksPerSecond)) : null,
                root.TryGetProperty("exitCode", out var code) ? code.GetInt32() : null,
                Text(root, "message"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
