namespace KubeHa;

/// <summary>What is known of a command after it was given to a session.</summary>
public enum ExecOutcome
{
    /// <summary>The command certainly never started; giving it again is safe.</summary>
    NotStarted,

    /// <summary>The command ran and ended; exit code or signal are known.</summary>
    Completed,

    /// <summary>The connection was lost or the command cancelled: it may have run wholly, in part or not at all. Look before doing it again.</summary>
    Unknown,
}
