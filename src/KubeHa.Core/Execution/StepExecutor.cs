using System.Diagnostics;

namespace KubeHa;

/// <summary>Carries out one step on its machine: gives the command, sees to the time limit, looks again after a lost connection, and judges the answer.</summary>
internal sealed class StepExecutor(PlanRunner runner, BoundTexts texts, ActivitySource tracing)
{
    // The remote loop ends itself at its deadline; this much later its machine is taken to hang.
    private static readonly TimeSpan WaitMargin = TimeSpan.FromSeconds(60);

    private enum End
    {
        ByItself,
        TimedOut,
        Killed,
    }

    /// <summary>Never throws: whatever happens is a result. The fact is what an Observe step brought.</summary>
    public async Task<(StepResult Result, string? Fact)> ExecuteAsync(PlanStep step, MachineConnection machine, CancellationToken killToken)
    {
        using var activity = tracing.StartActivity("kubeha.step");
        activity?.SetTag("kubeha.step", step.Id);
        activity?.SetTag("kubeha.machine", step.Host);
        var start = runner.TimeProvider.GetTimestamp();
        StepResult result;
        string? fact = null;
        try
        {
            (result, fact) = await TryAsync(step, machine, killToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            result = Ended(step, StepStatus.Failed, $"{StepMessages.Name(step)} could not be carried out: {texts.Hide(exception.Message)} ({exception.GetType().Name})");
        }

        activity?.SetTag("kubeha.status", result.Status.ToString());
        activity?.SetStatus(result.Status is StepStatus.Failed or StepStatus.Unknown ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        return (result with { Duration = runner.TimeProvider.GetElapsedTime(start) }, fact);
    }

    private static StepResult Ended(PlanStep step, StepStatus status, string? message = null, int? exitCode = null) => new(step, status, TimeSpan.Zero, exitCode, message);

    // What looks before it acts may be given again when nobody knows whether it was done.
    private static bool LooksFirst(StepAction action) => action is not StepAction.RunScript { Unless: null };

    private static TimeSpan LimitOf(PlanStep step) => step.Action is StepAction.WaitUntil wait ? wait.Deadline + WaitMargin : step.Timeout;

    private async Task<(StepResult Result, string? Fact)> TryAsync(PlanStep step, MachineConnection machine, CancellationToken killToken)
    {
        var command = StepScripts.Command(step.Action);
        var input = step.Action switch
        {
            StepAction.WriteFile write => StepScripts.FileInput(write.File, texts.Bind(write.File.Content)),
            StepAction.RunScript { StandardInput: { } content } => System.Text.Encoding.UTF8.GetBytes(texts.Bind(content)),
            _ => null,
        };
        for (var again = false; ; again = true)
        {
            var session = machine.Session;
            var (answer, end) = await GiveAsync(session, command, input, LimitOf(step), killToken).ConfigureAwait(false);
            if (end == End.TimedOut)
            {
                return (Ended(step, StepStatus.Failed, StepMessages.TimedOut(step, LimitOf(step), texts.Hide(answer.StandardError))), null);
            }

            if (end == End.Killed)
            {
                return (Ended(step, StepStatus.Unknown, $"{StepMessages.Name(step)} was killed; how far it came is not known."), null);
            }

            if (answer.Outcome == ExecOutcome.Completed)
            {
                return Judge(step, answer with { StandardError = texts.Hide(answer.StandardError) });
            }

            var reason = texts.Hide(answer.StandardError);
            if (again || (answer.Outcome == ExecOutcome.Unknown && !LooksFirst(step.Action)))
            {
                return (Ended(step, StepStatus.Unknown, StepMessages.Lost(step, reason)), null);
            }

            try
            {
                await machine.ReplaceAsync(session, killToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is TransportException or OperationCanceledException)
            {
                return (Ended(step, StepStatus.Unknown, StepMessages.Lost(step, $"{reason}\n{exception.Message}")), null);
            }
        }
    }

    private async Task<(ExecResult Answer, End End)> GiveAsync(IHostSession session, string command, byte[]? input, TimeSpan limit, CancellationToken killToken)
    {
        using var timer = new CancellationTokenSource(limit, runner.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, killToken);
        using var stdin = input is null ? null : new MemoryStream(input, writable: false);
        ExecResult answer;
        try
        {
            var running = session.ExecuteAsync(new ExecRequest(command) { StandardInput = stdin }, either.Token);
            try
            {
                answer = await running.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                // The transport is ending the command now; one that does not come back must not hang the run.
                answer = await running.WaitAsync(runner.CancelGrace, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (either.IsCancellationRequested && exception is OperationCanceledException or TimeoutException)
        {
            answer = new ExecResult(ExecOutcome.Unknown, null, null, "", "");
        }
        catch (TransportException exception)
        {
            answer = new ExecResult(ExecOutcome.Unknown, null, null, "", exception.Message);
        }

        return (answer, answer.Succeeded || !either.IsCancellationRequested ? End.ByItself : killToken.IsCancellationRequested ? End.Killed : End.TimedOut);
    }

    private (StepResult Result, string? Fact) Judge(PlanStep step, ExecResult answer)
    {
        StepResult Result(StepStatus status, string? message = null) => Ended(step, status, message, answer.ExitCode);

        switch (step.Action)
        {
            case StepAction.Observe:
                return (Result(StepStatus.Holds), answer.Succeeded ? answer.StandardOutput.TrimEnd('\n') : null);
            case StepAction.Check check when !answer.Succeeded:
                return (Result(StepStatus.Failed, StepMessages.Failed(step, answer, check.Message)), null);
            case StepAction.WaitUntil wait when answer.ExitCode == StepScripts.DeadlinePassed:
                return (Result(StepStatus.Failed, StepMessages.DeadlinePassed(step, wait, texts.Hide(answer.StandardOutput))), null);
            case not (StepAction.Check or StepAction.WaitUntil) when answer.Succeeded:
                break;
            default:
                return (answer.Succeeded ? Result(StepStatus.Holds) : Result(StepStatus.Failed, StepMessages.Failed(step, answer)), null);
        }

        var mark = answer.StandardOutput.Split('\n').LastOrDefault(line => line.StartsWith(StepScripts.Mark, StringComparison.Ordinal))?[StepScripts.Mark.Length..].TrimEnd();
        return (mark switch
        {
            "holds" => Result(StepStatus.Holds),
            "changed" => Result(StepStatus.Changed),
            "unproven" => Result(StepStatus.Failed, StepMessages.Failed(step, answer, "The script ended well, but its probe still says that the work is not done.")),
            _ => Result(StepStatus.Failed, StepMessages.Failed(step, answer, "The machine answered without saying what came of the step: something between us and /bin/sh (a forced command, a login shell) swallowed the command.")),
        }, null);
    }
}
