using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Reads what <see cref="DrillReportWriter"/> wrote; strict, every problem at once.</summary>
internal static class DrillReportReader
{
    // What a problem leaves behind; no report is made of it.
    private static readonly TimeSpan Unread = TimeSpan.Zero;

    public static DrillReport Read(string json) => JsonDocuments.Read<DrillReport>(DrillReportWriter.Format, json, (document, problems) =>
    {
        document.Optional("attemptsFormat")?.Text();
        var report = new DrillReport
        {
            Cluster = Text(document, "cluster"),
            Scenario = Text(document, "scenario"),
            Target = Text(document, "target"),
            Client = Text(document, "client"),
            ClientKernel = Text(document, "clientKernel"),
            StartedAt = document.Required("startedAt") is { } started ? Stamp(started) : default,
            FaultAt = document.Optional("faultAt") is { } fault ? Stamp(fault) : null,
            FaultAccuracy = Text(document, "faultAccuracy"),
            UndoneAt = document.Optional("undoneAt")?.Milliseconds(),
            VerifiedAt = document.Optional("verifiedAt")?.Milliseconds(),
            Verdict = document.Required("verdict") is { } verdict ? DrillWords.Verdict(verdict) ?? default : default,
            Reasons = List(document, "reasons", reason => reason.Text() ?? string.Empty),
            Measurements = List(document, "measurements", Measurement),
            Events = List(document, "events", Event),
            Clocks = List(document, "clocks", Clock),
            Writes = document.Required("writes") is { } writes ? Writes(writes) : DrillWrites.None,
            WatchGaps = List(document, "watchGaps", Span),
            ProberGaps = List(document, "proberGaps", Span),
            Attempts = List(document, "attempts", Attempt),
            UnlimitedRequests = List(document, "unlimitedRequests", Attempt),
            Before = List(document, "before", Check),
            After = List(document, "after", Check),
        };
        document.End();
        return problems.Count > 0 ? null : report;
    });

    private static List<T> List<T>(JsonMembers members, string name, Func<JsonPlace, T> read) => members.Required(name)?.Items().Select(read).ToList() ?? [];

    private static string Text(JsonMembers members, string name) => members.Required(name)?.Text() ?? string.Empty;

    private static TimeSpan Time(JsonMembers members, string name) => members.Required(name)?.Milliseconds() ?? Unread;

    private static int Count(JsonPlace? place) => place?.Number() is { } number && (number != Math.Floor(number) || Math.Abs(number) > int.MaxValue) ? Wrong(place) : (int)(place?.Number() ?? 0);

    private static int Wrong(JsonPlace place)
    {
        place.Problem("a whole number is expected.");
        return 0;
    }

    private static DateTimeOffset Stamp(JsonPlace place)
    {
        if (place.Text() is { } text)
        {
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            {
                return at;
            }

            place.Problem($"'{text}' is no point in time.");
        }

        return default;
    }

    private static T Object<T>(JsonPlace place, T unread, Func<JsonMembers, T> read)
    {
        if (place.Members() is not { } members)
        {
            return unread;
        }

        var value = read(members);
        members.End();
        return value;
    }

    private static DrillMeasurement Measurement(JsonPlace place) => Object(place, DrillMeasurement.Told("", "", null, ""), members => new DrillMeasurement(
        Text(members, "name"), Text(members, "unit"), NumberOrNull(members, "measured"), NumberOrNull(members, "bound"), Text(members, "formula"), members.Required("holds")?.Flag() ?? false));

    private static double? NumberOrNull(JsonMembers members, string name) => members.Required(name) is { IsNull: false } place ? place.Number() : null;

    private static DrillEvent Event(JsonPlace place) => Object(place, new DrillEvent(Unread, "", default, ""), members => new DrillEvent(
        Time(members, "at"), Text(members, "machine"), members.Required("kind") is { } kind ? DrillWords.Kind(kind) ?? default : default, Text(members, "subject")));

    private static DrillClock Clock(JsonPlace place) => Object(place, new DrillClock("", Unread, Unread), members => new DrillClock(Text(members, "machine"), Time(members, "ahead"), Time(members, "error")));

    private static DrillWrites Writes(JsonPlace place) => Object(place, DrillWrites.None, members => new DrillWrites(
        Count(members.Required("attempted")), Count(members.Required("acknowledged")), List(members, "lost", item => Count(item)), members.Required("readBack")?.Flag() ?? false));

    private static CheckResult Check(JsonPlace place) => Object(place, new CheckResult("", "", default, "", ""), members => new CheckResult(
        Text(members, "check"), Text(members, "machine"), members.Required("status") is { } status ? DrillWords.Status(status) ?? default : default, Text(members, "seen"), Text(members, "hint")));

    private static DrillSpan Span(JsonPlace place) => Items(place, 2) is { } items ? new DrillSpan(items[0].Milliseconds() ?? Unread, items[1].Milliseconds() ?? Unread) : new DrillSpan(Unread, Unread);

    private static DrillAttempt Attempt(JsonPlace place) => Items(place, 4) is { } items
        ? new DrillAttempt(items[0].Milliseconds() ?? Unread, items[1].Milliseconds() ?? Unread, items[2].IsNull ? null : items[2].Milliseconds(), items[3].IsNull ? null : items[3].Text())
        : new DrillAttempt(Unread, Unread, null, null);

    private static IReadOnlyList<JsonPlace>? Items(JsonPlace place, int count)
    {
        var items = place.Items();
        if (items.Count == count)
        {
            return items;
        }

        place.Problem(FormattableString.Invariant($"a list of {count} is expected."));
        return null;
    }
}
