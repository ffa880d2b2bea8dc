namespace KubeHa;

/// <summary>A piece of a <see cref="Content"/>.</summary>
public abstract record ContentPart
{
    private protected ContentPart()
    {
    }

    /// <summary>Plain text.</summary>
    /// <param name="Text">The text.</param>
    public sealed record Literal(string Text) : ContentPart
    {
        /// <inheritdoc/>
        public override string ToString() => Text;
    }

    /// <summary>A secret by name.</summary>
    /// <param name="Name">The name.</param>
    public sealed record Secret(string Name) : ContentPart
    {
        /// <inheritdoc/>
        public override string ToString() => $"${{secret:{Name}}}";
    }

    /// <summary>A public value derived from the secrets, by name.</summary>
    /// <param name="Name">The name.</param>
    public sealed record PublicValue(string Name) : ContentPart
    {
        /// <inheritdoc/>
        public override string ToString() => $"${{public:{Name}}}";
    }
}
