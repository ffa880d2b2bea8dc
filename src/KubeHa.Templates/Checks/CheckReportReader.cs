namespace KubeHa.Templates;

/// <summary>Reads a verification's document; strict, every problem at once.</summary>
internal static class CheckReportReader
{
    public const string Format = "kubeha.verification/1";

    public static CheckReport Read(string json) => JsonDocuments.Read<CheckReport>(Format, json, (document, problems) =>
    {
        // The counts follow from the rest; what is read is only that they are what they should be.
        var passed = document.Required("passed")?.Flag();
        foreach (var count in (string[])["hold", "warn", "fail"])
        {
            document.Required(count)?.Number();
        }

        var failure = document.Required("failure") is { IsNull: false } text ? text.Text() : null;
        var unreachable = (document.Required("unreachable")?.Members()?.All ?? []).ToDictionary(machine => machine.Name, machine => machine.Place.Text() ?? string.Empty);
        var results = (document.Required("results")?.Items() ?? []).Select(Result).ToList();
        document.End();
        var outcome = failure is not null ? RunOutcome.Failed : passed == false && results.All(result => result.Status != CheckStatus.Fails) ? RunOutcome.Stopped : unreachable.Count > 0 ? RunOutcome.WorkersSetAside : RunOutcome.NoChange;
        return problems.Count > 0 ? null : new CheckReport(results, new RunReport(outcome, [], new Observations(new Dictionary<(string, string), string>(), unreachable), failure));
    });

    private static CheckResult Result(JsonPlace place)
    {
        if (place.Members() is not { } members)
        {
            return new CheckResult(string.Empty, string.Empty, default, string.Empty, string.Empty);
        }

        var result = new CheckResult(Text(members, "check"), Text(members, "machine"), members.Required("status") is { } status ? DrillWords.Status(status) ?? default : default, Text(members, "seen"), Text(members, "hint"));
        members.End();
        return result;
    }

    private static string Text(JsonMembers members, string name) => members.Required(name)?.Text() ?? string.Empty;
}
