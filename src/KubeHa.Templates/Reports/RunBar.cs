namespace KubeHa.Templates;

/// <summary>One step of a run, as a stretch of time.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Id">The step's id.</param>
/// <param name="Title">What it did, in words; <see langword="null"/> where that is not known.</param>
/// <param name="From">When it began, from the run's beginning.</param>
/// <param name="To">When it ended.</param>
/// <param name="Status">How; <see langword="null"/> where its end was not seen.</param>
/// <param name="Message">What went wrong, in words.</param>
internal sealed record RunBar(string Machine, string Id, string? Title, TimeSpan From, TimeSpan To, StepStatus? Status, string? Message)
{
    public string Name => Title ?? Id;

    public TimeSpan Length => To - From;

    public Tone Tone => Status switch
    {
        StepStatus.Failed or StepStatus.Unknown or null => Tone.Bad,
        StepStatus.SetAside => Tone.Warn,
        StepStatus.Changed => Tone.Good,
        _ => Tone.Calm,
    };

    public string Word => Status switch
    {
        StepStatus.Failed => "failed",
        StepStatus.Unknown => "not known",
        StepStatus.SetAside => "set aside",
        StepStatus.Changed => "changed",
        StepStatus.Holds => "held already",
        StepStatus.NotStarted => "not started",
        _ => "no end seen",
    };
}
