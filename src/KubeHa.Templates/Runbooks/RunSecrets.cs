using System.Security.Cryptography;
using System.Text;

namespace KubeHa.Templates;

/// <summary>Secrets that belong to one run: its join token and the clients' kubeconfigs. Drawn when first asked for, kept nowhere.</summary>
internal sealed class RunSecrets(Cluster cluster, ClusterSecrets secrets, TimeProvider timeProvider)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    // Names and lengths of a bootstrap token: [a-z0-9]{6}.[a-z0-9]{16} (kubernetes.io, "Authenticating with Bootstrap Tokens").
    private readonly string id = RandomNumberGenerator.GetString(Alphabet, 6);
    private readonly string secret = RandomNumberGenerator.GetString(Alphabet, 16);

    public Secret? Find(string name) => name switch
    {
        SecretNames.RunJoinToken => new Secret($"{id}.{secret}"),
        RunSecretNames.JoinTokenId => new Secret(id),
        RunSecretNames.JoinTokenSecret => new Secret(secret),
        _ when name.StartsWith(RunSecretNames.ClientKubeconfigPrefix, StringComparison.Ordinal) => Kubeconfig(name[RunSecretNames.ClientKubeconfigPrefix.Length..]),
        _ => null,
    };

    private Secret Kubeconfig(string client)
    {
        var (certificate, key) = secrets.IssueClientCertificate($"kubeha:client:{client}", "system:masters", TimeSpan.FromDays(365), timeProvider);
        secrets.TryGetPublic(SecretNames.CaCertificate, out var ca);
        return new Secret($"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {cluster.Name}
              cluster:
                certificate-authority-data: {Base64(ca!)}
                server: https://{cluster.Endpoint.HostAndPort}
            users:
            - name: {client}
              user:
                client-certificate-data: {Base64(certificate)}
                client-key-data: {Base64(key.Reveal())}
            contexts:
            - name: {cluster.Name}
              context:
                cluster: {cluster.Name}
                user: {client}
            current-context: {cluster.Name}

            """.ReplaceLineEndings("\n"));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
