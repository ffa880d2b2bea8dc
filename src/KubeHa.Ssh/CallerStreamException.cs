namespace KubeHa.Ssh;

/// <summary>A stream of the caller's failed, whatever it threw: an exception that SSH.NET knows too must not pass for a lost connection.</summary>
internal sealed class CallerStreamException(Exception cause) : Exception(cause.Message, cause);
