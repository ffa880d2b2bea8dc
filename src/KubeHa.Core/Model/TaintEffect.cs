namespace KubeHa;

/// <summary>What happens to pods that do not tolerate a taint.</summary>
public enum TaintEffect
{
    /// <summary>They are not put onto the node.</summary>
    NoSchedule,

    /// <summary>They are put there only where there is no other place.</summary>
    PreferNoSchedule,

    /// <summary>They are not put onto the node, and are taken from it.</summary>
    NoExecute,
}
