namespace KubeHa.Templates;

/// <summary>The facts of a director without which nothing of it can be rendered.</summary>
/// <param name="Interface">The interface that bears its address.</param>
/// <param name="Keepalived">The version of its keepalived.</param>
internal sealed record DirectorFacts(string Interface, Version Keepalived)
{
    private static readonly Version Two = new(2, 0);

    /// <summary>Whether this is keepalived 2.0 or newer, which knows <c>retry</c> in SSL_GET and fractions of a second.</summary>
    public bool IsTwo => Keepalived >= Two;

    /// <summary>The facts of a director; <see cref="RenderRules"/> has seen that they are there.</summary>
    public static DirectorFacts Of(Director director) => new(director.Facts.Interface!, director.Facts.Keepalived!);
}
