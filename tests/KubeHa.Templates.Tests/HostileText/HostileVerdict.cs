namespace KubeHa.Templates.Tests.HostileText;

/// <summary>What became of a text.</summary>
public enum HostileVerdict
{
    /// <summary>Refused by diagnostics.</summary>
    Refused,

    /// <summary>Taken; it has nothing in it that means anything to any format, so that nothing was compared.</summary>
    Harmless,

    /// <summary>Taken; it stands where it belongs, exactly, and nothing else has changed.</summary>
    Kept,
}
