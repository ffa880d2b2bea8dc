namespace KubeHa;

/// <summary>The base of what KubeHa throws of its own: one of <see cref="ClusterValidationException"/>, <see cref="InvalidDocumentException"/>, <see cref="StepFailedException"/>, <see cref="TransportException"/>.</summary>
public abstract class KubeHaException : Exception
{
    private protected KubeHaException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
