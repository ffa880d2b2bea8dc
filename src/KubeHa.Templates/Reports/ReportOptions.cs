namespace KubeHa.Templates;

/// <summary>What a page says beside the report it is made of.</summary>
public sealed class ReportOptions
{
    /// <summary>When the report was made, where it does not say so itself (a verification, a <see cref="RunReport"/>). Pages are made without a clock, so that the same input gives the same page.</summary>
    /// <value>The default, <see langword="null"/>, shows no time.</value>
    public DateTimeOffset? At { get; init; }

    /// <summary>A line of your own under the verdict, for example what the report is for.</summary>
    public string? Note { get; init; }

    internal static ReportOptions Default { get; } = new();
}
