namespace KubeHa.Prober;

/// <summary>Arguments or input that cannot be used.</summary>
internal sealed class UsageException(string message) : Exception(message);
