namespace ReferenceCluster.Verbs;

/// <summary>What the command line says of a drill.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Machine">The machine that is meant.</param>
/// <param name="Prober">The prober's file.</param>
/// <param name="ConsentFor">The cluster that may be disturbed.</param>
/// <param name="AcceptsQuorumLoss">Whether etcd may lose its majority.</param>
/// <param name="Injector">The command that takes and gives power.</param>
/// <param name="Times">How often.</param>
internal sealed record DrillWish(string Scenario, string? Machine, string? Prober, string? ConsentFor, bool AcceptsQuorumLoss, string? Injector, int Times);
