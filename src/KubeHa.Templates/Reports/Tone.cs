namespace KubeHa.Templates;

/// <summary>How something stands. It is shown by a word and a shape as well as by a colour.</summary>
internal enum Tone
{
    /// <summary>Nothing is said of it.</summary>
    Calm,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing.</summary>
    Warn,

    /// <summary>Not as it should be.</summary>
    Bad,
}
