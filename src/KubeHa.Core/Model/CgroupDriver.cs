namespace KubeHa;

/// <summary>Who makes the containers' cgroups.</summary>
public enum CgroupDriver
{
    /// <summary>systemd, the only writer of the hierarchy on a systemd machine.</summary>
    Systemd,

    /// <summary>The runtime itself, for machines whose systemd does not own the hierarchy.</summary>
    Cgroupfs,
}
