namespace KubeHa.Templates;

/// <summary>The facts of a director without which nothing of it can be written.</summary>
/// <param name="Interface">The interface that bears its address.</param>
/// <param name="Keepalived">What is known of its keepalived.</param>
internal sealed record DirectorFacts(string Interface, KeepalivedRelease Keepalived)
{
    /// <summary>The facts of a director; <see cref="RenderRules"/> has seen that they are there, and Build that this keepalived is rendered for.</summary>
    public static DirectorFacts Of(Director director) => new(
        director.Facts.Interface!,
        KeepalivedCatalogue.Find(director.Facts.Keepalived!) is { IsRendered: true } release
            ? release
            : throw new NotSupportedException($"Nothing is written here for keepalived {director.Facts.Keepalived} of {director}."));
}
