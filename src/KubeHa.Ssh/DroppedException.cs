namespace KubeHa.Ssh;

/// <summary>sshd closed the connection before it showed its host key. Nothing was tried, so trying again costs nothing.</summary>
internal sealed class DroppedException(string message, Exception cause) : ConnectException(TransportFailure.Unreachable, message, cause);
