namespace KubeHa;

/// <summary>A run's log as far as it can be read.</summary>
/// <param name="Records">Its lines, in order.</param>
/// <param name="Damage">What could not be read, in words; <see langword="null"/> where everything could. A log whose last line is cut off is that of a run that was killed.</param>
public sealed record RunRecords(IReadOnlyList<RunRecord> Records, string? Damage)
{
    /// <summary>Reads the text of a log that stands anywhere; <see cref="RunJournal.Read"/> reads those of a cluster's folder.</summary>
    /// <param name="text">The text of a <c>.jsonl</c> file.</param>
    /// <exception cref="InvalidDocumentException">It is no log of this format.</exception>
    public static RunRecords Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return RunRecordJson.Read(text);
    }
}
