using System.Collections.Concurrent;
using System.Text;

namespace KubeHa;

/// <summary>
/// Takes secrets out of what machines say: whole lines of them, long words, and base64 of them wherever it begins and breaks its lines, because tools
/// print what they read in that form too. A net for what should not happen, not a proof: a text that was turned into something else passes.
/// </summary>
internal sealed class TextMask
{
    private const string Hidden = "***";

    // Shorter ones would blank out innocent words.
    private const int ShortestLine = 6;
    private const int ShortestWord = 32;

    // Two groups of base64, six bytes of a secret.
    private const int Piece = 8;

    private readonly ConcurrentDictionary<string, bool> texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> pieces = new(StringComparer.Ordinal);

    /// <summary>Hides a secret from now on.</summary>
    public void Add(Secret secret)
    {
        foreach (var line in secret.Reveal().Split('\n', StringSplitOptions.TrimEntries))
        {
            // The frame of a PEM text is no secret.
            if (line.Length < ShortestLine || line.StartsWith("-----", StringComparison.Ordinal) || !texts.TryAdd(line, true))
            {
                continue;
            }

            AddPieces(line);
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= ShortestWord))
            {
                texts.TryAdd(word, true);
            }
        }
    }

    /// <summary>The text without them.</summary>
    public string Hide(string text)
    {
        if (text.Length == 0 || texts.IsEmpty)
        {
            return text;
        }

        return HideBase64(texts.Keys.OrderByDescending(secret => secret.Length).Aggregate(text, (hiding, secret) => hiding.Replace(secret, Hidden, StringComparison.Ordinal)));
    }

    // Base64 of a text looks in three ways, by how many bytes stand before it.
    private void AddPieces(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        for (var from = 0; from < 3; from++)
        {
            var whole = Convert.ToBase64String(bytes, from, (bytes.Length - from) / 3 * 3);
            for (var at = 0; at + Piece <= whole.Length; at += 4)
            {
                pieces.TryAdd(whole.Substring(at, Piece), true);
            }
        }
    }

    private string HideBase64(string text)
    {
        var known = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        var shown = new StringBuilder();
        for (int at = 0, end; at < text.Length; at = end)
        {
            for (end = at; end < text.Length && IsBase64(text[end]); end++)
            {
            }

            if (end == at)
            {
                shown.Append(text[end++]);
            }
            else if (HasPiece(text.AsSpan(at, end - at)))
            {
                shown.Append(Hidden);
            }
            else
            {
                shown.Append(text, at, end - at);
            }
        }

        return shown.ToString();

        bool HasPiece(ReadOnlySpan<char> word)
        {
            for (var i = 0; i + Piece <= word.Length; i++)
            {
                if (known.ContainsKey(word.Slice(i, Piece)))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=';
}
