namespace KubeHa.Templates;

/// <summary>A component of which one instance leads.</summary>
public enum DrillLeader
{
    /// <summary>kube-controller-manager.</summary>
    ControllerManager,

    /// <summary>kube-scheduler.</summary>
    Scheduler,
}
