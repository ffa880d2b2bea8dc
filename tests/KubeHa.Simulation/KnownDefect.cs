using System.Text.RegularExpressions;

namespace KubeHa.Simulation;

/// <summary>
/// A defect that the cases showed and that is not mended yet. Counted and printed apart, so that it hides nothing else. Whoever mends one takes it out here:
/// then its cases are red again where it comes back.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Shows">What a case that shows it, and nothing else, says.</param>
public sealed partial record KnownDefect(string Name, Regex Shows)
{
    public static IReadOnlyList<KnownDefect> All { get; } =
    [
        new("a killed file step leaves its temporary file", Temporary()),
        new("taking a machine's lock has no time limit", Lock()),
    ];

    public static KnownDefect? Of(CrashCase one, string wrong) => All.FirstOrDefault(defect => defect.Shows.IsMatch($"{one.Id}\n{wrong}"));

    // Every line of the difference is such a file, in the folder of the file that was to be written.
    [GeneratedRegex(@"/file/\S+ 2\S* Killed\nthe end differs: (\S+/\.kubeha\.\*: .* \| absent\n?)+$")]
    private static partial Regex Temporary();

    [GeneratedRegex(@" 1\.\S+ TimeOut\nthe broken run did not end")]
    private static partial Regex Lock();
}
