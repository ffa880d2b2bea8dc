namespace KubeHa;

/// <summary>The names under which <see cref="ClusterSecrets"/> keeps its items and contents refer to them.</summary>
public static class SecretNames
{
    /// <summary>Private key of the cluster CA (PEM).</summary>
    public const string CaKey = "pki/ca.key";

    /// <summary>Private key of the front-proxy CA (PEM).</summary>
    public const string FrontProxyCaKey = "pki/front-proxy-ca.key";

    /// <summary>Private key of the etcd CA (PEM).</summary>
    public const string EtcdCaKey = "pki/etcd/ca.key";

    /// <summary>Private key that signs service account tokens (PEM).</summary>
    public const string ServiceAccountKey = "pki/sa.key";

    /// <summary>The password of the directors' VRRPv2 adverts: eight letters and digits. It keeps accidents out, not attackers.</summary>
    public const string VrrpPassword = "vrrp/password";

    /// <summary>
    /// Private key (PEM) of <see cref="EtcdTopology.ExternalEndpoints.ClientCertificate"/>, where others run etcd. Nobody can make it but them: it is given,
    /// with <see cref="ClusterSecrets.With"/> or <see cref="ClusterSecrets.FromParts"/>.
    /// </summary>
    public const string EtcdClientKey = "etcd/client.key";

    /// <summary>The key, 32 bytes in base64, of what apiservers encrypt before etcd gets it. Made where <see cref="KubeadmSettings.EncryptedResources"/> names something and no control plane has one.</summary>
    public const string EncryptionKey = "encryption/key";

    /// <summary>The bootstrap token of one run, drawn by <c>ApplyAsync</c> and deleted at its end.</summary>
    public const string RunJoinToken = "run/join-token";

    /// <summary>Public value: certificate of the cluster CA (PEM).</summary>
    public const string CaCertificate = "pki/ca.crt";

    /// <summary>Public value: certificate of the front-proxy CA (PEM).</summary>
    public const string FrontProxyCaCertificate = "pki/front-proxy-ca.crt";

    /// <summary>Public value: certificate of the etcd CA (PEM).</summary>
    public const string EtcdCaCertificate = "pki/etcd/ca.crt";

    /// <summary>Public value: public half of <see cref="ServiceAccountKey"/> (PEM).</summary>
    public const string ServiceAccountPublicKey = "pki/sa.pub";

    /// <summary>Public value: <c>sha256:</c> and the SHA-256 of the cluster CA's public key, as kubeadm pins it (RFC 7469).</summary>
    public const string CaHash = "ca-hash";

    /// <summary>Public value: SHA-256 of the cluster CA's certificate in lower-case hex; also <c>ClusterSecrets.Id</c>.</summary>
    public const string CaFingerprint = "ca-fingerprint";
}
