namespace KubeHa.Lab;

/// <summary>A process that has ended.</summary>
/// <param name="What">The command, as one would type it.</param>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Ended(string What, int Code, string Output, string Errors, double Seconds)
{
    public string All => Output + Errors;

    /// <summary>The last lines, for a message.</summary>
    public string Tail => string.Join('\n', All.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(12));

    /// <exception cref="LabException">It did not end with 0.</exception>
    public Ended Must() => Code == 0 ? this : throw new LabException($"'{What}' ended with {Code}:\n{Tail}");
}
