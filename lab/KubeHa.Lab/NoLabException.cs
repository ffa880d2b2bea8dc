namespace KubeHa.Lab;

/// <summary>The lab's machines, or another tool that a round needs, did not come up: nothing was tried, and nothing is shown or refuted by that.</summary>
internal sealed class NoLabException(string message) : LabException(message);
