namespace KubeHa.Simulation;

/// <summary>This machine cannot hold simulated machines.</summary>
/// <param name="message">Why.</param>
public sealed class SimulationUnavailableException(string message) : Exception(message);
