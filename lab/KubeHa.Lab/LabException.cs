namespace KubeHa.Lab;

/// <summary>Something in the lab did not go as it must.</summary>
internal class LabException(string message) : Exception(message);
