namespace KubeHa;

/// <summary>What a preview says of a step.</summary>
public enum PreviewStatus
{
    /// <summary>What it establishes is there. An earlier change may still set it off: a restart after a changed file is decided when it runs.</summary>
    Holds,

    /// <summary>It would change its machine.</summary>
    WouldChange,

    /// <summary>It does not hold now, and steps before it would change something: whether it has work is known only after them.</summary>
    DependsOnEarlier,

    /// <summary>A condition that the plan needs does not hold, and no step before it would change anything: the run would stop here.</summary>
    WouldFail,

    /// <summary>Its machine could not be reached and would be set aside.</summary>
    SetAside,

    /// <summary>It was not looked at, because the preview itself stopped.</summary>
    NotLookedAt,
}
