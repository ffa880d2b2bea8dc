namespace KubeHa.Templates;

/// <summary>What becomes of secrets that exist nowhere yet.</summary>
internal enum NewSecrets
{
    /// <summary>They are made, and saved where there is a folder: the run that follows writes them onto machines.</summary>
    AreSaved,

    /// <summary>They are made, and refused where there is no folder: nothing else keeps them until the plan is run.</summary>
    MustBeSaved,

    /// <summary>They are not made: whoever only looks needs none.</summary>
    AreLeftOut,
}
