namespace KubeHa;

/// <summary>A JSON document of ours cannot be used: every problem that was found, not only the first.</summary>
public sealed class InvalidDocumentException : KubeHaException
{
    /// <summary>A document cannot be used.</summary>
    /// <param name="format">The format that was expected, for example <c>kubeha.plan/1</c>.</param>
    /// <param name="problems">What is wrong with it; at least one.</param>
    public InvalidDocumentException(string format, IReadOnlyList<DocumentProblem> problems)
        : base($"This is no usable {format} document:\n  {string.Join("\n  ", problems ?? throw new ArgumentNullException(nameof(problems)))}")
    {
        Format = format;
        Problems = [.. problems];
    }

    /// <summary>The format that was expected.</summary>
    public string Format { get; }

    /// <summary>What is wrong, in the order of the document.</summary>
    public IReadOnlyList<DocumentProblem> Problems { get; }
}
