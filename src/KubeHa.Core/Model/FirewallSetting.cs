namespace KubeHa;

/// <summary>Which firewall is opened. It is neither installed nor switched on.</summary>
public enum FirewallSetting
{
    /// <summary>None: firewalls are the user's.</summary>
    LeftAlone,

    /// <summary>firewalld, by rich rules of its default zone.</summary>
    Firewalld,

    /// <summary>ufw.</summary>
    Ufw,
}
