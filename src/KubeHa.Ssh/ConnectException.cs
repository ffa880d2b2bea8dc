namespace KubeHa.Ssh;

/// <summary>Why a connect failed, before it is told of one target: a jump host's failure is told of every machine behind it.</summary>
internal class ConnectException(TransportFailure reason, string message, Exception? cause = null) : Exception(message, cause)
{
    public TransportFailure Reason { get; } = reason;
}
