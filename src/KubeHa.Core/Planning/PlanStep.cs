namespace KubeHa;

/// <summary>One step of a plan on one machine. Every step is safe to repeat.</summary>
public sealed record PlanStep
{
    /// <summary>A step.</summary>
    /// <param name="id">Unique in its plan and stable between runs, by convention <c>machine/topic/what</c>; a milestone's is a bare name.</param>
    /// <param name="host">The machine's name; empty for a <see cref="StepAction.Milestone"/>.</param>
    /// <param name="title">One line for people.</param>
    /// <param name="action">What it does.</param>
    public PlanStep(string id, string host, string title, StepAction action)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentException.ThrowIfNullOrEmpty(title);
        ArgumentNullException.ThrowIfNull(action);
        Id = id;
        Host = host;
        Title = title;
        Action = action;
    }

    /// <summary>Unique in its plan and stable between runs.</summary>
    public string Id { get; }

    /// <summary>The machine's name; empty for a milestone.</summary>
    public string Host { get; }

    /// <summary>One line for people.</summary>
    public string Title { get; }

    /// <summary>What it does.</summary>
    public StepAction Action { get; init; }

    /// <summary>Ids of the steps that must have ended well before this one starts.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>How long the step may take on its machine. A <see cref="StepAction.RunScript"/> that is given more than the default runs as a job, which a lost connection does not end and which the next run lets end before it looks.</summary>
    /// <value>The default is ten minutes.</value>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>
    /// How long the script of a <see cref="StepAction.RunScript"/> may write nothing, neither to standard output nor to standard error, before it is ended on its
    /// machine. At least a second. Such a step runs as a job, however short its <see cref="Timeout"/> is.
    /// </summary>
    /// <value>The default, <see langword="null"/>, sets no such limit: many good programs are silent while they work.</value>
    public TimeSpan? NoOutputTimeout { get; init; }

    internal static TimeSpan DefaultTimeout { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the other step is the same in every part, the ids it waits for in their order included.</summary>
    /// <param name="other">The other step.</param>
    public bool Equals(PlanStep? other) => other is not null && Id == other.Id && Host == other.Host && Title == other.Title
        && Timeout == other.Timeout && NoOutputTimeout == other.NoOutputTimeout && After.SequenceEqual(other.After, StringComparer.Ordinal) && Action == other.Action;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Host, Title);
}
