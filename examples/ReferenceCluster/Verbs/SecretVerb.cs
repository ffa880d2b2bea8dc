using KubeHa;

namespace ReferenceCluster.Verbs;

/// <summary>Keeps a secret in the cluster's folder, beside those that an apply makes or finds.</summary>
internal static class SecretVerb
{
    public static async Task<int> RunAsync(Settings settings, string name, string file, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new InputException($"{file} is empty.");
        }

        try
        {
            var kept = await settings.Folder.LoadSecretsAsync(cancellationToken) ?? ClusterSecrets.FromParts(new Dictionary<string, string>());
            await settings.Folder.SaveSecretsAsync(kept.With(name, new Secret(text)), cancellationToken);
        }
        catch (ArgumentException wrong)
        {
            throw new InputException(wrong.Message);
        }

        return ExitCodes.Done;
    }
}
