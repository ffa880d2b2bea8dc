namespace KubeHa;

/// <summary>A machine could not be talked to.</summary>
public sealed class TransportException : KubeHaException
{
    /// <summary>A machine could not be talked to.</summary>
    /// <param name="target">The machine.</param>
    /// <param name="reason">Why.</param>
    /// <param name="message">What was seen, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TransportException(Target target, TransportFailure reason, string message, Exception? innerException = null)
        : base($"{target}: {message}", innerException)
    {
        Target = target;
        Reason = reason;
    }

    /// <summary>The machine.</summary>
    public Target Target { get; }

    /// <summary>Why.</summary>
    public TransportFailure Reason { get; }
}
