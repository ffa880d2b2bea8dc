using System.Text;

namespace KubeHa.Templates;

/// <summary>
/// Writes keepalived's grammar, whose lexer is full of traps: <c>#</c> and <c>!</c> begin a comment anywhere outside quotes, braces split
/// words, <c>$</c> expands, a line above 1024 bytes is split in silence, unknown trailing words are ignored. So words come from a safe
/// alphabet, and everything else stands in double quotes, inside of which nothing can be escaped.
/// </summary>
internal sealed class KeepalivedWriter
{
    private const int LongestLine = 1000;
    private readonly List<Content> parts = [];
    private int depth;

    /// <summary>A keyword and its words.</summary>
    public void Line(params IEnumerable<string> words) => Add(string.Join(' ', words.Select(Word)) + '\n');

    /// <summary>A keyword and one value in double quotes.</summary>
    public void Quoted(string keyword, Content value) =>
        Add($"{Word(keyword)} \"", Content.Concat(value.Parts.Select(QuotedPart)), Content.Text("\"\n"));

    /// <summary>A block, with its body indented.</summary>
    public void Block(IEnumerable<string> words, Action body)
    {
        Add(string.Join(' ', words.Select(Word)) + " {\n");
        depth++;
        body();
        depth--;
        Add("}\n");
    }

    /// <summary>A comment on a line of its own.</summary>
    public void Comment(string text) => Add($"# {text}\n");

    /// <summary>An empty line.</summary>
    public void Gap() => parts.Add(Content.Text("\n"));

    public Content ToContent() => Content.Concat(parts);

    private static Content QuotedPart(ContentPart part) => part switch
    {
        ContentPart.Literal literal when literal.Text.AsSpan().IndexOfAny("\"\n\r$") < 0 => Content.Text(literal.Text),
        ContentPart.Secret secret => Content.Secret(secret.Name),
        _ => throw new ArgumentException($"keepalived cannot take '{part}' in quotes.", nameof(part)),
    };

    private static string Word(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '/' or '-')
            ? word
            : throw new ArgumentException($"keepalived cannot take '{word}' without quotes.", nameof(word));

    private void Add(string text, params IEnumerable<Content> rest)
    {
        var line = new StringBuilder().Append(' ', depth * 4).Append(text).ToString();
        if (Encoding.UTF8.GetByteCount(line) > LongestLine)
        {
            throw new ArgumentException($"keepalived would split a line of more than {LongestLine} bytes: '{line[..60]}...'.", nameof(text));
        }

        parts.Add(Content.Text(line));
        parts.AddRange(rest);
    }
}
