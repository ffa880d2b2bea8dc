namespace KubeHa;

/// <summary>What a package repository is signed by. Which key that is nobody but the user can say; an unsigned repository is never used.</summary>
public abstract record RepositoryKey
{
    private protected RepositoryKey()
    {
    }

    /// <summary>A keyring or an armored key that is on the machine already.</summary>
    /// <param name="Path">The file, for example <c>/etc/apt/keyrings/kubernetes.gpg</c>. apt takes a name in <c>.asc</c> for an armored one.</param>
    public sealed record OnMachine(string Path) : RepositoryKey;

    /// <summary>A public key in armored form, written to a file of the machine.</summary>
    /// <param name="Text">The text, from <c>-----BEGIN PGP PUBLIC KEY BLOCK-----</c> to the line that ends it.</param>
    public sealed record Armored(string Text) : RepositoryKey;
}
