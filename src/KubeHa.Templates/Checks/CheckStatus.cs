namespace KubeHa.Templates;

/// <summary>What a check found.</summary>
public enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Holds,

    /// <summary>Worth knowing; nothing is broken.</summary>
    Warns,

    /// <summary>Not as it should be.</summary>
    Fails,
}
