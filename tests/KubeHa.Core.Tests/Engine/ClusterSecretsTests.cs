using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests.Engine;

public sealed class ClusterSecretsTests
{
    private static readonly ClusterSecrets Made = ClusterSecrets.Generate();

    [Theory]
    [InlineData(SecretNames.CaCertificate, SecretNames.CaKey, "CN=kubernetes")]
    [InlineData(SecretNames.FrontProxyCaCertificate, SecretNames.FrontProxyCaKey, "CN=front-proxy-ca")]
    [InlineData(SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey, "CN=etcd-ca")]
    public void Each_authority_is_made_as_kubeadm_makes_it(string certificateName, string keyName, string subject)
    {
        Made.TryGetPublic(certificateName, out var pem).Should().BeTrue();
        Made.TryGet(keyName, out var key).Should().BeTrue();
        using var certificate = X509Certificate2.CreateFromPem(pem, key!.Reveal());

        certificate.Subject.Should().Be(subject);
        certificate.Issuer.Should().Be(subject);
        certificate.GetRSAPublicKey()!.KeySize.Should().Be(2048);
        key.Reveal().Should().StartWith("-----BEGIN RSA PRIVATE KEY-----\n").And.EndWith("-----END RSA PRIVATE KEY-----\n");
        certificate.NotBefore.ToUniversalTime().Should().BeCloseTo(DateTime.UtcNow.AddHours(-24), TimeSpan.FromMinutes(5));
        certificate.NotAfter.ToUniversalTime().Should().BeCloseTo(DateTime.UtcNow.AddYears(10), TimeSpan.FromDays(1));
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().Should().Match<X509BasicConstraintsExtension>(it => it.Critical && it.CertificateAuthority && !it.HasPathLengthConstraint);
        certificate.Extensions.OfType<X509KeyUsageExtension>().Single().Should().Match<X509KeyUsageExtension>(it => it.Critical
            && it.KeyUsages == (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyCertSign));
        certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Should().ContainSingle();
    }

    [Fact]
    public async Task Openssl_agrees_with_the_pins_the_service_account_pair_and_a_client_certificate()
    {
        var (client, clientKey) = Made.IssueClientCertificate("kubernetes-admin", "kubeadm:cluster-admins", TimeSpan.FromDays(365));
        using var shell = new RealShell("dash");
        Made.TryGetPublic(SecretNames.CaCertificate, out var ca);
        Made.TryGet(SecretNames.ServiceAccountKey, out var sa);
        File.WriteAllText(shell.At("ca.crt"), ca);
        File.WriteAllText(shell.At("client.crt"), client);
        File.WriteAllText(shell.At("client.key"), clientKey.Reveal());
        File.WriteAllText(shell.At("sa.key"), sa!.Reveal());

        (await Ask($"openssl x509 -pubkey -noout -in ca.crt | openssl rsa -pubin -outform der 2>/dev/null | sha256sum | cut -d' ' -f1")).Should().Be(Public(SecretNames.CaHash)["sha256:".Length..]);
        (await Ask($"openssl x509 -outform der -in ca.crt | sha256sum | cut -d' ' -f1")).Should().Be(Made.Id).And.Be(Public(SecretNames.CaFingerprint));
        (await Ask($"openssl rsa -in sa.key -pubout 2>/dev/null")).Should().Be(Public(SecretNames.ServiceAccountPublicKey).Trim());
        (await Ask($"openssl verify -purpose sslclient -CAfile ca.crt client.crt")).Should().Be("client.crt: OK");
        (await Ask($"openssl x509 -noout -subject -in client.crt")).Should().Be("subject=O = kubeadm:cluster-admins, CN = kubernetes-admin");
        (await Ask($"openssl rsa -in client.key -modulus -noout")).Should().Be(await Ask($"openssl x509 -in client.crt -modulus -noout"));

        async Task<string> Ask(string command) => (await new LocalSession(["/bin/sh"]).ExecuteAsync(new ExecRequest($"cd '{shell.Folder}'; {command}"))).StandardOutput.Trim();
    }

    [Fact]
    public void What_is_found_is_kept_and_only_the_rest_is_made()
    {
        var parts = Made.Parts();
        var found = parts.Where(part => part.Key is SecretNames.CaKey or SecretNames.CaCertificate or SecretNames.ServiceAccountKey).ToDictionary();

        var partly = ClusterSecrets.FromParts(found);
        var whole = partly.Complete();

        partly.Missing.Should().Equal(SecretNames.FrontProxyCaKey, SecretNames.EtcdCaKey, SecretNames.VrrpPassword);
        whole.Missing.Should().BeEmpty();
        whole.Id.Should().Be(Made.Id);
        whole.Parts()[SecretNames.CaKey].Should().Be(parts[SecretNames.CaKey]);
        whole.Parts()[SecretNames.ServiceAccountPublicKey].Should().Be(parts[SecretNames.ServiceAccountPublicKey]);
        whole.Parts()[SecretNames.EtcdCaKey].Should().NotBe(parts[SecretNames.EtcdCaKey]);
        whole.Parts()[SecretNames.VrrpPassword].Should().MatchRegex("^[A-Za-z0-9]{8}$");
        var noCa = () => ClusterSecrets.FromParts(new Dictionary<string, string>()).Id;
        noCa.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Elliptic_keys_and_trimmed_texts_are_adopted_too()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(5));

        var secrets = ClusterSecrets.FromParts(new Dictionary<string, string>
        {
            [SecretNames.CaCertificate] = certificate.ExportCertificatePem().Trim(),
            [SecretNames.CaKey] = key.ExportECPrivateKeyPem().Trim(),
        });

        using var client = X509Certificate2.CreateFromPem(secrets.IssueClientCertificate("a", "b", TimeSpan.FromDays(365)).CertificatePem);
        client.NotAfter.Should().Be(certificate.NotAfter);
        client.NotBefore.Should().Be(certificate.NotBefore);
    }

    [Fact]
    public void Items_that_do_not_fit_are_named_and_nothing_of_them_is_shown()
    {
        var parts = Made.Parts();
        Refused("pki/ca.crt was not made for pki/ca.key", (SecretNames.CaKey, parts[SecretNames.EtcdCaKey]));
        Refused("pki/sa.pub is not the public half of pki/sa.key", (SecretNames.ServiceAccountKey, parts[SecretNames.CaKey]));
        Refused("pki/etcd/ca.key is given without pki/etcd/ca.crt", (SecretNames.EtcdCaCertificate, null));
        Refused("pki/front-proxy-ca.crt is given without", (SecretNames.FrontProxyCaKey, null));
        Refused("pki/sa.pub is given without pki/sa.key", (SecretNames.ServiceAccountKey, null));
        Refused("pki/ca.key holds no unencrypted", (SecretNames.CaKey, "sesame-sesame"));
        Refused("pki/ca.key holds no unencrypted", (SecretNames.CaKey, parts[SecretNames.ServiceAccountPublicKey]));
        Refused("pki/ca.crt holds no certificate", (SecretNames.CaCertificate, "sesame-sesame"));
        Refused("vrrp/password is empty", (SecretNames.VrrpPassword, " "));
        Refused("pki/ca.crt is not the certificate of a certificate authority",
            (SecretNames.CaCertificate, Made.IssueClientCertificate("a", "b", TimeSpan.FromDays(1)) is var (crt, key) ? crt : ""), (SecretNames.CaKey, key.Reveal()));

        void Refused(string reason, params (string Name, string? Value)[] changes)
        {
            var changed = parts.ToDictionary();
            foreach (var (name, value) in changes)
            {
                changed.Remove(name);
                if (value is not null)
                {
                    changed[name] = value;
                }
            }

            var create = () => ClusterSecrets.FromParts(changed);
            var shown = create.Should().Throw<ArgumentException>().WithMessage($"{reason}*").Which.ToString();
            shown.Should().NotContain("sesame").And.NotContain("BEGIN").And.NotContain(parts[SecretNames.CaKey].Split('\n')[3]);
        }
    }

    [Fact]
    public void The_secrets_for_tests_never_change_and_others_are_added_to_a_copy()
    {
        ClusterSecrets.ForTests.Id.Should().Be("1597df0ed613aaee3b1400def9dc1b4339ac61b723790e890f7df70fd5e35ffb");
        var more = ClusterSecrets.ForTests.With("nfs/password", new Secret("x"));

        more.TryGet("nfs/password", out var secret).Should().BeTrue();
        secret!.Reveal().Should().Be("x");
        more.IsForTests.Should().BeTrue();
        ClusterSecrets.ForTests.TryGet("nfs/password", out _).Should().BeFalse();
        more.Invoking(it => it.With(SecretNames.CaCertificate, new Secret("x"))).Should().Throw<ArgumentException>().WithMessage("*public value*");
    }

    private static string Public(string name) => Made.TryGetPublic(name, out var value) ? value : throw new InvalidOperationException(name);
}
