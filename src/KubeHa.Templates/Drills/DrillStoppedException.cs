namespace KubeHa.Templates;

/// <summary>A drill cannot go on; told in its report.</summary>
internal sealed class DrillStoppedException(string message, Exception? innerException = null) : Exception(message, innerException);
