namespace KubeHa.Lab;

/// <summary>The lab's machines did not come up: nothing was tried on them, and nothing is shown or refuted by that.</summary>
internal sealed class NoLabException(string message) : LabException(message);
