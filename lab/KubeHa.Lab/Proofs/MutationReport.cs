using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>What Stryker says of its mutants. Those that do not compile, and those outside of the part, do not count: nobody could have noticed them.</summary>
internal sealed class MutationReport
{
    private readonly List<(string File, int Line, string Mutator, string Status)> mutants;

    public MutationReport(JsonNode report) => mutants =
    [
        .. from file in report["files"]!.AsObject()
           from mutant in file.Value!["mutants"]!.AsArray()
           select (file.Key, (int)mutant!["location"]!["start"]!["line"]!, (string)mutant["mutatorName"]!, (string)mutant["status"]!),
    ];

    public int Killed => Count("Killed");

    public int TimedOut => Count("Timeout");

    public int Survived => Count("Survived");

    public int WithoutCoverage => Count("NoCoverage");

    public int NotCompiled => Count("CompileError");

    public int Tested => Killed + TimedOut + Survived + WithoutCoverage;

    /// <summary>Where nobody noticed anything, and what was changed there.</summary>
    public IEnumerable<string> Survivors => mutants.Where(mutant => mutant.Status is "Survived" or "NoCoverage")
        .Select(mutant => FormattableString.Invariant($"{Path.GetFileName(mutant.File)}:{mutant.Line} {mutant.Mutator}")).Order(StringComparer.Ordinal);

    private int Count(string status) => mutants.Count(mutant => mutant.Status == status);
}
