using System.Text;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>docs/proofs.md, made from the results in docs/proof.</summary>
internal static class ProofPage
{
    public static void Write()
    {
        File.WriteAllText(Layout.Page, Text(Results()));
        File.WriteAllText(Layout.DrillPage, DrillTables.Text(ProofFiles.Read(ProofFiles.Result("drill"))));
    }

    /// <summary>The results in the order of the proofs.</summary>
    public static IReadOnlyList<JsonObject> Results() => ProofTable.All.Select(proof => ProofFiles.Read(ProofFiles.Result(proof.Name))).OfType<JsonObject>().ToList();

    public static string Text(IReadOnlyList<JsonObject> results)
    {
        var page = new StringBuilder("""
            # Proofs

            What KubeHa claims, shown on the machines of the lab (lab/README.md); **crash** on simulated ones. The raw values of every round stand in
            docs/proof/NAME.json. Written by `dotnet run --project lab/KubeHa.Lab -- tables`; not to be edited by hand.

            Each proof is run again with `./lab/lab proof NAME`; one that was killed goes on with its next round.

            | proof | passed | rounds | worst seen | allowed | commit | day |
            |---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var result in results)
        {
            var verdict = result["verdict"]!;
            var commit = ((string)result["commit"]!)[..12] + ((bool)result["dirty"]! ? " with changes" : string.Empty);
            page.Append(FormattableString.Invariant($"| [{(string)result["proof"]!}](proof/{(string)result["proof"]!}.json) | {((bool)verdict["passed"]! ? "yes" : "NO")} | {result["rounds"]!.AsArray().Count} | {(string)verdict["worst"]!} | {(string)verdict["bound"]!} | {commit} | {((string)result["startedAt"]!)[..10]} |\n"));
        }

        page.Append("\n## What is shown\n\n");
        foreach (var proof in ProofTable.All)
        {
            var result = results.FirstOrDefault(result => (string?)result["proof"] == proof.Name);
            page.Append(FormattableString.Invariant($"- **{proof.Name}**: {proof.Shows}.{(result is null ? " Not run yet." : string.Empty)}\n"));
            foreach (var reason in result?["verdict"]!["reasons"]!.AsArray() ?? [])
            {
                page.Append("  - Not shown: ").Append(((string)reason!).Split('\n')[0]).Append('\n');
            }
        }

        if (results.Count > 0)
        {
            page.Append("\n## Where\n\n");
            foreach (var machine in results.Select(result => result["machine"]!).Select(machine => FormattableString.Invariant($"- {machine["cores"]} cores, {machine["memoryGigabytes"]} GB, {machine["os"]}, kernel {machine["kernel"]}\n")).Distinct())
            {
                page.Append(machine);
            }
        }

        return page.ToString();
    }
}
