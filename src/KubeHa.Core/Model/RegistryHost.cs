namespace KubeHa;

/// <summary>A registry that containerd reaches in another way than the usual one: through mirrors, with a certificate authority of one's own, or unverified.</summary>
/// <param name="Host">The registry as image names have it, for example <c>docker.io</c> or <c>registry.example:5000</c>.</param>
public sealed record RegistryHost(string Host)
{
    /// <summary>Addresses that are asked first, in this order.</summary>
    /// <value>There are none by default.</value>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];

    /// <summary>The certificates, in PEM form, of whoever signed those of the registry and of its mirrors.</summary>
    /// <value>The default, <see langword="null"/>, is whom the machine trusts anyway.</value>
    public string? CertificateAuthority { get; init; }

    /// <summary>Whether certificates of the registry and its mirrors are not looked at: whoever is in between can then give nodes other images. A warning says so.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool SkipVerify { get; init; }
}
