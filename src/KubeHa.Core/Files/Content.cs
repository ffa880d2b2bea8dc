using System.Text;

namespace KubeHa;

/// <summary>
/// A text in which secrets stand only by name. Plans and configuration sets hold contents, so that they can be printed, saved and compared;
/// the runner binds the names to values at the last moment.
/// </summary>
public sealed class Content : IEquatable<Content>
{
    private readonly IReadOnlyList<ContentPart> parts;

    private Content(IReadOnlyList<ContentPart> parts) => this.parts = parts;

    /// <summary>The pieces in order.</summary>
    public IReadOnlyList<ContentPart> Parts => parts;

    /// <summary>Whether a secret is named in it. Such a text is never shown as a diff and never hashed in the open.</summary>
    public bool HasSecret => parts.Any(part => part is ContentPart.Secret);

    /// <summary>A literal text.</summary>
    /// <param name="text">The text; line ends are kept as they are.</param>
    public static Content Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Content(text.Length == 0 ? [] : [new ContentPart.Literal(text)]);
    }

    /// <summary>The name of a secret of <see cref="ClusterSecrets"/> or of the run, for example <c>vrrp/password</c>.</summary>
    /// <param name="name">The secret's name.</param>
    public static Content Secret(string name) => new([new ContentPart.Secret(CheckedName(name))]);

    /// <summary>The name of a public value derived from the secrets, for example <c>ca-hash</c>.</summary>
    /// <param name="name">The value's name.</param>
    public static Content Public(string name) => new([new ContentPart.PublicValue(CheckedName(name))]);

    /// <summary>One text after another.</summary>
    /// <param name="contents">The texts.</param>
    public static Content Concat(params IEnumerable<Content> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var merged = new List<ContentPart>();
        foreach (var part in contents.SelectMany(content => content.parts))
        {
            if (part is ContentPart.Literal literal && merged is [.., ContentPart.Literal last])
            {
                merged[^1] = new ContentPart.Literal(last.Text + literal.Text);
            }
            else
            {
                merged.Add(part);
            }
        }

        return new Content(merged);
    }

    /// <summary>The text with every name replaced by its value.</summary>
    /// <param name="secret">Gives a secret's value by name.</param>
    /// <param name="publicValue">Gives a public value by name.</param>
    public string Bind(Func<string, string> secret, Func<string, string> publicValue)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(publicValue);
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part switch
            {
                ContentPart.Literal literal => literal.Text,
                ContentPart.Secret named => secret(named.Name),
                ContentPart.PublicValue named => publicValue(named.Name),
                _ => throw new InvalidOperationException("A content part of an unknown kind."),
            });
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(Content? other) => other is not null && parts.SequenceEqual(other.parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Content);

    /// <inheritdoc/>
    public override int GetHashCode() => parts.Aggregate(17, HashCode.Combine);

    /// <summary>The text with names as holes: <c>${secret:vrrp/password}</c>, <c>${public:ca-hash}</c>.</summary>
    public override string ToString() => string.Concat(parts);

    private static string CheckedName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '.' or '_')
            ? name
            : throw new ArgumentException($"'{name}' is no name of a secret or value: letters, digits, '/', '-', '.' and '_' only.", nameof(name));
    }
}
