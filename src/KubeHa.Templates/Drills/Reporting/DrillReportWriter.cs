using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeHa.Templates;

/// <summary>A drill's report as JSON. Times are milliseconds; lists of many are written a line each.</summary>
internal static class DrillReportWriter
{
    public const string Format = "kubeha.drill/1";

    public static string Write(DrillReport report) => JsonDocuments.Write(Format, json =>
    {
        json.WriteString("cluster", report.Cluster);
        json.WriteString("scenario", report.Scenario);
        json.WriteString("target", report.Target);
        json.WriteString("client", report.Client);
        json.WriteString("clientKernel", report.ClientKernel);
        json.WriteString("startedAt", Stamp(report.StartedAt));
        Optional(json, "faultAt", report.FaultAt, at => json.WriteStringValue(Stamp(at)));
        json.WriteString("faultAccuracy", report.FaultAccuracy);
        Optional(json, "undoneAt", report.UndoneAt, at => json.WriteNumberValue(Milliseconds(at)));
        Optional(json, "verifiedAt", report.VerifiedAt, at => json.WriteNumberValue(Milliseconds(at)));
        json.WriteString("verdict", DrillWords.Of(report.Verdict));
        Texts(json, "reasons", report.Reasons);
        Lines(json, "measurements", report.Measurements, Text);
        Lines(json, "events", report.Events, happened =>
            $"{{ \"at\": {Text(happened.At)}, \"machine\": {Text(happened.Machine)}, \"kind\": {Text(DrillWords.Of(happened.Kind))}, \"subject\": {Text(happened.Subject)} }}");
        Lines(json, "clocks", report.Clocks, clock => $"{{ \"machine\": {Text(clock.Machine)}, \"ahead\": {Text(clock.Ahead)}, \"error\": {Text(clock.Error)} }}");
        json.WriteStartObject("writes");
        json.WriteNumber("attempted", report.Writes.Attempted);
        json.WriteNumber("acknowledged", report.Writes.Acknowledged);
        json.WriteBoolean("readBack", report.Writes.ReadBack);
        json.WriteStartArray("lost");
        foreach (var number in report.Writes.Lost)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        Lines(json, "watchGaps", report.WatchGaps, Text);
        Lines(json, "proberGaps", report.ProberGaps, Text);
        json.WriteString("attemptsFormat", AttemptsFormat);
        Lines(json, "attempts", report.Attempts, Text);
        Lines(json, "unlimitedRequests", report.UnlimitedRequests, Text);
        Lines(json, "before", report.Before, Text);
        Lines(json, "after", report.After, Text);
    });

    public const string AttemptsFormat = "start after the fault, duration, until connected (null: never), how it ended (null: well); milliseconds";

    private static void Optional<T>(Utf8JsonWriter json, string name, T? value, Action<T> write)
        where T : struct
    {
        if (value is { } present)
        {
            json.WritePropertyName(name);
            write(present);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Lines<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Func<T, string> line)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteRawValue(line(item));
        }

        json.WriteEndArray();
    }

    private static string Text(DrillAttempt attempt) => $"[{Text(attempt.Start)}, {Text(attempt.Duration)}, {(attempt.Connected is { } after ? Text(after) : "null")}, {(attempt.Error is { } error ? Text(error) : "null")}]";

    private static string Text(DrillSpan span) => $"[{Text(span.Start)}, {Text(span.Length)}]";

    private static string Text(DrillMeasurement figure) =>
        $"{{ \"name\": {Text(figure.Name)}, \"unit\": {Text(figure.Unit)}, \"measured\": {Text(figure.Measured)}, \"bound\": {Text(figure.Bound)}, \"holds\": {(figure.Holds ? "true" : "false")}, \"formula\": {Text(figure.Formula)} }}";

    private static string Text(CheckResult result) =>
        $"{{ \"check\": {Text(result.Check)}, \"machine\": {Text(result.Machine)}, \"status\": {Text(DrillWords.Of(result.Status))}, \"seen\": {Text(result.Seen)}, \"hint\": {Text(result.Hint)} }}";

    private static string Text(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "null";

    private static string Text(TimeSpan time) => Milliseconds(time).ToString(CultureInfo.InvariantCulture);

    private static decimal Milliseconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerMillisecond;

    private static string Stamp(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
