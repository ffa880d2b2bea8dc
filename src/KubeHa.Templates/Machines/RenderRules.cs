namespace KubeHa.Templates;

/// <summary>Which facts of machines must be known before anything can be written. All that is missing is said at once.</summary>
internal static class RenderRules
{
    public static IReadOnlyList<Diagnostic> Check(Cluster cluster) =>
        [.. cluster.LvsPair.Directors.SelectMany((director, index) => Check(director, $"lvsPair.directors[{index}].facts"))];

    private static IEnumerable<Diagnostic> Check(Director director, string path)
    {
        if (string.IsNullOrEmpty(director.Facts.Interface))
        {
            yield return Missing(DiagnosticCodes.InterfaceUnknown, $"{path}.interface", $"The network interface that bears {director}'s address is not known.");
        }

        if (director.Facts.Keepalived is null)
        {
            yield return Missing(DiagnosticCodes.KeepalivedVersionUnknown, $"{path}.keepalived", $"The version of keepalived on {director} is not known.");
        }
    }

    private static Diagnostic Missing(string code, string path, string message) =>
        new(code, DiagnosticSeverity.Error, path, message, "Type it in the builder, or let discovery fill it.");
}
