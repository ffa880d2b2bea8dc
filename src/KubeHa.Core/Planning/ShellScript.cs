namespace KubeHa;

/// <summary>POSIX shell text in which every value is quoted. The one place where values become shell text.</summary>
public sealed class ShellScript : IEquatable<ShellScript>
{
    private ShellScript(string text) => Text = text;

    /// <summary>The shell text.</summary>
    public string Text { get; }

    /// <summary>
    /// Builds a script from an interpolated string: literal text is shell, every hole is a value and arrives as one quoted word,
    /// a hole that is a <see cref="ShellScript"/> is inserted as it is, a hole that is a sequence of strings becomes its quoted words.
    /// A <see cref="Secret"/> in a hole does not compile: secrets travel on standard input.
    /// </summary>
    /// <param name="script">The interpolated string. Holes must stand outside quotes.</param>
    public static ShellScript Sh(ref ShellQuoter script) => new(script.ToText());

    /// <summary>Text that was a script when a plan was written. Not for values: they become shell text in <see cref="Sh"/> only.</summary>
    internal static ShellScript FromPlan(string text) => new(text);

    /// <summary>One script after another, a line each.</summary>
    /// <param name="scripts">The scripts.</param>
    public static ShellScript Lines(params IEnumerable<ShellScript> scripts) =>
        new(string.Join('\n', scripts.Select(script => script.Text)));

    /// <inheritdoc/>
    public bool Equals(ShellScript? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ShellScript);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The shell text.</summary>
    public override string ToString() => Text;
}
