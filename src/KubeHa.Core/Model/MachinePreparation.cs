namespace KubeHa;

/// <summary>What is done to every machine beside what the cluster itself needs. Nothing of it is done unless it is asked for.</summary>
public sealed record MachinePreparation
{
    /// <summary>Whether each machine gets the name that it has in the cluster as its hostname.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool SetHostname { get; init; }

    /// <summary>Whether chrony is installed (where the platform is not prepared), enabled and run, with the time servers of its package or of the machine where <see cref="TimeServers"/> names none. Verification compares clocks in any case.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool SynchroniseTime { get; init; }

    /// <summary>The time servers that chrony asks, by DNS name or address, for machines that do not reach the public ones. chrony's configuration file is written anew then.</summary>
    /// <value>There are none by default.</value>
    public IReadOnlyList<string> TimeServers { get; init; } = [];

    /// <summary>What is done to SELinux, where a machine has it.</summary>
    /// <value>The default is <see cref="SelinuxSetting.LeftAlone"/>.</value>
    public SelinuxSetting Selinux { get; init; }

    /// <summary>Which firewall of the machines is opened for what the cluster's machines say to each other. Pods, and who comes from outside, are the pod network's and the user's.</summary>
    /// <value>The default is <see cref="FirewallSetting.LeftAlone"/>.</value>
    public FirewallSetting Firewall { get; init; }
}
