namespace KubeHa.Templates;

/// <summary>Secrets that live as long as a run. <see cref="SecretNames.RunJoinToken"/> is both halves of the token with the dot between them.</summary>
internal static class RunSecretNames
{
    public const string JoinTokenId = "run/join-token-id";

    public const string JoinTokenSecret = "run/join-token-secret";

    public const string ClientKubeconfigPrefix = "run/client-kubeconfig/";
}
