namespace KubeHa.Simulation;

/// <summary>What is taken out of every plan on purpose, to see that the cases notice.</summary>
public enum Mutation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The clean-up of half-made members.</summary>
    CleanUp,

    /// <summary>The probe inside the script: a step looks once in a run, and believes it when it is given again.</summary>
    Probe,

    /// <summary>That keys which exist are never overwritten.</summary>
    KeepExisting,
}
