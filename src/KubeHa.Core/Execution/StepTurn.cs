using System.Diagnostics;

namespace KubeHa;

/// <summary>The steps that one call of the executor carries out: which one is at work, since when, and what became of it.</summary>
internal sealed class StepTurn(IReadOnlyList<PlanStep> steps, IStepListener listener, TimeProvider clock, ActivitySource tracing)
{
    private readonly ActivityContext parent = Activity.Current?.Context ?? default;
    private bool begun;
    private long since;
    private DateTimeOffset at;

    /// <summary>How many have ended.</summary>
    public int Done { get; private set; }

    /// <summary>Whether one of them ended badly.</summary>
    public bool Failed { get; private set; }

    public bool Over => Failed || Done == steps.Count;

    /// <summary>The step that is at work or is the next one.</summary>
    public PlanStep Current => steps[Done];

    /// <summary>The steps that have not ended.</summary>
    public IReadOnlyList<PlanStep> Left => [.. steps.Skip(Done)];

    public void Begin()
    {
        if (!begun)
        {
            begun = true;
            since = clock.GetTimestamp();
            at = clock.GetUtcNow();
            listener.Started(Current);
        }
    }

    public void End(StepStatus status, string? message = null, int? exitCode = null, string? fact = null)
    {
        Begin();
        var took = clock.GetElapsedTime(since);
        using (var span = tracing.StartActivity("kubeha.step", ActivityKind.Internal, parent, startTime: at))
        {
            span?.SetTag("kubeha.step", Current.Id);
            span?.SetTag("kubeha.machine", Current.Host);
            span?.SetTag("kubeha.status", status.ToString());
            span?.SetStatus(status is StepStatus.Failed or StepStatus.Unknown ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        }

        var result = new StepResult(Current, status, took, exitCode, message);
        begun = false;
        Done++;
        Failed |= status is StepStatus.Failed or StepStatus.Unknown;
        listener.Ended(result, fact);
    }
}
