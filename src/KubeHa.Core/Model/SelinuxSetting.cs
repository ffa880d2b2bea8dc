namespace KubeHa;

/// <summary>What is done to SELinux.</summary>
public enum SelinuxSetting
{
    /// <summary>Nothing.</summary>
    LeftAlone,

    /// <summary>It reports and no longer forbids, now and after the next boot.</summary>
    Permissive,
}
