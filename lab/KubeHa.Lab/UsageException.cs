namespace KubeHa.Lab;

/// <summary>Wrong arguments, or a machine that cannot do it: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
