namespace KubeHa.Simulation;

/// <summary>Which cases.</summary>
internal enum CaseSet
{
    /// <summary>Some, drawn by a seed (<see cref="CrashCase.Sample"/>).</summary>
    Sample,

    /// <summary>Those of <see cref="ProofSet"/>.</summary>
    Proof,

    /// <summary>Every one.</summary>
    All,
}
