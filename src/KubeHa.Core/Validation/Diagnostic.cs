namespace KubeHa;

/// <summary>Something found in what the user said.</summary>
/// <param name="Code">The stable code, <c>KHA</c> and four digits; docs/diagnostics.md says more of each.</param>
/// <param name="Severity">Whether it stops the build.</param>
/// <param name="Path">Where, for example <c>controlPlanes[1].address</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do.</param>
public sealed record Diagnostic(string Code, DiagnosticSeverity Severity, string Path, string Message, string Hint)
{
    /// <summary>Where that stands in the file that it was read from: the value, or what encloses it where it was left out.</summary>
    /// <value>The default is <see langword="null"/>: it was read from no file.</value>
    public SourcePlace? Place { get; init; }

    /// <summary>One line with all of it.</summary>
    public override string ToString() => $"{Code} {(Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Path}{(Place is null ? string.Empty : $" ({Place})")}: {Message} {Hint}";
}
