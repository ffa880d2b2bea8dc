namespace KubeHa;

/// <summary>What stands in <c>secrets.json</c>.</summary>
internal sealed class SecretsDocument
{
    public const string Current = "kubeha.secrets/1";

    public string? Format { get; set; }

    public SortedDictionary<string, string>? Items { get; set; }
}
