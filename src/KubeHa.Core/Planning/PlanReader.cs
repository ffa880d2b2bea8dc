using System.Net;

namespace KubeHa;

/// <summary>
/// Reads what <see cref="PlanWriter"/> wrote. Strict: a member that this version does not know may be the one that makes a step safe.
/// Then the rules of <see cref="Plan.Create"/> are asked.
/// </summary>
internal static class PlanReader
{
    public static Plan Read(string json) => JsonDocuments.Read<Plan>(PlanWriter.Format, json, (document, problems) =>
    {
        var name = document.Required("name")?.Text();
        var secretsId = document.Optional("secretsId")?.Text();
        var targets = document.Required("targets")?.Items().Select(ReadTarget).ToList() ?? [];
        var assumptions = document.Required("assumptions")?.Items().Select(ReadAssumption).ToList() ?? [];
        var steps = document.Required("steps")?.Items().Select(PlanStepReader.Read).ToList() ?? [];
        document.End();
        if (problems.Count > 0)
        {
            return null;
        }

        // Nothing is missing where there is no problem.
        problems.AddRange(PlanRules.Find([.. targets!], [.. steps!], [.. assumptions!]).Select(fault => new DocumentProblem("$." + fault.Place, fault.Message)));
        return problems.Count > 0 ? null : document.Place.Make(() => Plan.Create(name!, targets!, steps!, assumptions!, secretsId));
    });

    private static Target? ReadTarget(JsonPlace place)
    {
        if (place.Members() is not { } members)
        {
            return null;
        }

        var name = members.Required("name")?.Text();
        var address = members.Required("address");
        var text = address?.Text();
        members.End();
        if (text is null || name is null)
        {
            return null;
        }

        // IPAddress.Parse takes "1" and "010.0.0.1" too; whoever wrote that meant something else.
        if (!IPAddress.TryParse(text, out var parsed) || parsed.ToString() != text)
        {
            address!.Problem($"'{text}' is no address in its usual form.");
            return null;
        }

        return new Target(name, parsed);
    }

    private static Assumption? ReadAssumption(JsonPlace place)
    {
        if (place.Members() is not { } members)
        {
            return null;
        }

        var host = members.Required("host")?.Text();
        var fact = members.Required("fact")?.Text();
        var given = members.Required("value");
        var value = given is null or { IsNull: true } ? null : given.Text();
        members.End();
        return host is null || fact is null ? null : new Assumption(host, fact, value);
    }
}
