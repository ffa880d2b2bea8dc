namespace KubeHa.Templates;

/// <summary>What machines have cannot be this cluster's secrets, or not all of one cluster's. Never leaves the assembly: it becomes the failure of a report.</summary>
internal sealed class SecretsRefusedException(string message) : Exception(message);
