namespace KubeHa;

/// <summary>Whether a diagnostic stops the build.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing; nothing stops.</summary>
    Warning,

    /// <summary>The cluster cannot be built.</summary>
    Error,
}
