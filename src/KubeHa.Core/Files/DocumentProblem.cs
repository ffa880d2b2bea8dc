namespace KubeHa;

/// <summary>One thing that is wrong with a JSON document.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.steps[3].action.mode</c>.</param>
/// <param name="Message">What, in words.</param>
public sealed record DocumentProblem(string Path, string Message)
{
    /// <summary>Place and words, one line.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
