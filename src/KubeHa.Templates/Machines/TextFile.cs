namespace KubeHa.Templates;

/// <summary>Files whose text holds no secret.</summary>
internal static class TextFile
{
    /// <summary>The first line of every file that is wholly ours and may have comments.</summary>
    public const string Header = "# Written by KubeHa; changes made here are overwritten.";

    public static ConfigFile Of(Machine machine, string path, string text, UnixFileMode mode = FileModes.Public) =>
        new(machine.Name, path, Content.Text(text), mode);

    /// <summary>A document that the user gave, as it is, but that it ends with a line.</summary>
    public static ConfigFile OfDocument(Machine machine, string path, string text) => Of(machine, path, text.EndsWith('\n') ? text : text + '\n');

    public static ConfigFile OfLines(Machine machine, string path, params IEnumerable<string> lines) =>
        Of(machine, path, string.Concat(lines.Prepend(Header).Select(line => line + '\n')));
}
