using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace KubeHa;

/// <summary>Quotes the holes of an interpolated string for <see cref="ShellScript.Sh"/>. Not meant to be used by name.</summary>
[InterpolatedStringHandler]
public ref struct ShellQuoter
{
    private readonly StringBuilder text;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">Length of the literal text.</param>
    /// <param name="formattedCount">Number of holes.</param>
    public ShellQuoter(int literalLength, int formattedCount) => text = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>Shell text as it stands.</summary>
    /// <param name="literal">The text.</param>
    public readonly void AppendLiteral(string literal) => text.Append(literal.ReplaceLineEndings("\n"));

    /// <summary>A value as one quoted word.</summary>
    /// <param name="value">The value; NUL, which no shell word can hold, is refused.</param>
    public readonly void AppendFormatted(string value) => text.Append(Quote(value));

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public readonly void AppendFormatted(long value) => text.Append(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An address.</summary>
    /// <param name="value">The address.</param>
    public readonly void AppendFormatted(IPAddress value) => text.Append(Quote(value.ToString()));

    /// <summary>Several values, each one quoted word.</summary>
    /// <param name="values">The values.</param>
    public readonly void AppendFormatted(IEnumerable<string> values) => text.AppendJoin(' ', values.Select(Quote));

    /// <summary>A script, inserted as it is.</summary>
    /// <param name="script">The script.</param>
    public readonly void AppendFormatted(ShellScript script) => text.Append(script.Text);

    /// <summary>Refused: secrets travel on standard input.</summary>
    /// <param name="secret">Never used.</param>
    [Obsolete("A secret must not stand in a command: give it as standard input.", error: true)]
    public readonly void AppendFormatted(Secret secret) => throw new NotSupportedException();

    internal readonly string ToText() => text.ToString();

    private static string Quote(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A shell word cannot hold a NUL character.", nameof(value));
        }

        return value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':' or ',' or '@' or '+' or '%' or '=')
            ? value
            : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
