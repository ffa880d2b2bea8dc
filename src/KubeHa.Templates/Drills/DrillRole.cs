namespace KubeHa.Templates;

/// <summary>Whose machine a drill takes.</summary>
public enum DrillRole
{
    /// <summary>A director's.</summary>
    Director,

    /// <summary>A control plane's.</summary>
    ControlPlane,
}
