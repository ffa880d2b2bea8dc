using System.Diagnostics;

namespace KubeHa;

/// <summary>A text that must not be seen: a key, a password, a token. It prints as <c>***</c> everywhere; only <see cref="Reveal"/> gives the text.</summary>
[DebuggerDisplay("***")]
public sealed class Secret
{
    private readonly string text;

    /// <summary>Wraps a secret text.</summary>
    /// <param name="text">The text; not empty.</param>
    /// <exception cref="ArgumentException"><paramref name="text"/> is empty.</exception>
    public Secret(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        this.text = text;
    }

    /// <summary>The text itself. Whoever calls this answers for where it goes: standard input of a command, never an argument, a log or an exception.</summary>
    public string Reveal() => text;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
