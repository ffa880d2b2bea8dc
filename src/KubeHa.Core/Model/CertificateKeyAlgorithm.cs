namespace KubeHa;

/// <summary>The keys of the certificates that kubeadm makes.</summary>
public enum CertificateKeyAlgorithm
{
    /// <summary>RSA with 2048 bits, kubeadm's default.</summary>
    Rsa2048,

    /// <summary>RSA with 3072 bits; from Kubernetes 1.31 on.</summary>
    Rsa3072,

    /// <summary>RSA with 4096 bits; from Kubernetes 1.31 on.</summary>
    Rsa4096,

    /// <summary>ECDSA on the curve P-256; below Kubernetes 1.31 by the feature gate PublicKeysECDSA.</summary>
    EcdsaP256,

    /// <summary>ECDSA on the curve P-384; from Kubernetes 1.34 on.</summary>
    EcdsaP384,
}
