namespace KubeHa;

/// <summary>Lines of a text that goes into a file. <see cref="string.ReplaceLineEndings()"/> also takes form feeds and Unicode's own ends of lines for such: a text with one would be let through and arrive as another.</summary>
internal static class LineEndings
{
    /// <summary>Windows' ends of lines as Unix writes them; nothing else is changed.</summary>
    public static string OfUnix(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
