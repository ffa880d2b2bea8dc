namespace KubeHa;

/// <summary>A command for a machine.</summary>
public sealed class ExecRequest
{
    /// <summary>A command for a machine.</summary>
    /// <param name="command">POSIX shell text, run by /bin/sh as root. It must hold no secret: those travel in <see cref="StandardInput"/>.</param>
    public ExecRequest(string command)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        Command = command;
    }

    /// <summary>The shell text.</summary>
    public string Command { get; }

    /// <summary>What the command reads; end of file at once where this is <see langword="null"/> or empty. Read to its end, not disposed.</summary>
    public Stream? StandardInput { get; init; }

    /// <summary>Where standard output goes as it arrives, instead of into <see cref="ExecResult.StandardOutput"/>. Not disposed.</summary>
    public Stream? StandardOutput { get; init; }

    /// <summary>The steps that this command is made of, each as a command by itself, for transports that answer without a machine.</summary>
    internal IReadOnlyList<ExecRequest> Parts { get; init; } = [];

    /// <summary>The mark of the frames around what the <see cref="Parts"/> write.</summary>
    internal string Mark { get; init; } = "";

    /// <summary>Whether a failure of this part is no reason to leave the ones after it.</summary>
    internal bool MayFail { get; init; }

    /// <summary>What the engine needs the command for, where it belongs to no step.</summary>
    internal Housekeeping Housekeeping { get; init; }
}
