namespace KubeHa;

/// <summary>A command that a <see cref="RecordingTransport"/> was given.</summary>
/// <param name="Target">The machine.</param>
/// <param name="Command">The shell text.</param>
/// <param name="StandardInput">What the command was given to read; secrets stand in it in the open.</param>
public sealed record RecordedCommand(Target Target, string Command, string StandardInput)
{
    /// <summary>Machine and shell text; not what was read, where secrets are.</summary>
    public override string ToString() => $"{Target}: {Command}";
}
