using System.Diagnostics;

namespace KubeHa;

/// <summary>
/// Carries out steps on their machine, several as one command: gives the command, follows it, sees to the time limits, looks again after a lost
/// connection, and judges the answers.
/// </summary>
internal sealed class StepExecutor(PlanRunner runner, string run, BoundTexts texts, SemaphoreSlim uploads, ActivitySource tracing) : IStepExecutor
{
    // The remote loop ends itself at its deadline; this much later its machine is taken to hang.
    private static readonly TimeSpan WaitMargin = TimeSpan.FromSeconds(60);

    private enum End
    {
        ByItself,
        TimedOut,
        Killed,
    }

    public async Task ExecuteAsync(IReadOnlyList<PlanStep> steps, MachineConnection machine, IStepListener listener, CancellationToken halt, CancellationToken kill)
    {
        var turn = new StepTurn(steps, listener, runner.TimeProvider, tracing);
        try
        {
            PlanStep? lostAt = null;

            // A job is alone in its turn. After a lost connection it is found again by this.
            var job = $"{run}.{BatchScript.NewMark()}";
            while (!turn.Over && (turn.Done == 0 || !halt.IsCancellationRequested))
            {
                var session = machine.Session;
                var (answer, end) = turn.Left.Count == 1
                    ? await GiveOneAsync(turn, machine, session, job, kill).ConfigureAwait(false)
                    : await GiveManyAsync(turn, machine, session, halt, kill).ConfigureAwait(false);
                if (turn.Over)
                {
                    return;
                }

                if (end == End.TimedOut)
                {
                    turn.End(StepStatus.Failed, StepMessages.TimedOut(turn.Current, LimitOf(turn.Current), texts.Hide(answer.StandardError)));
                }
                else if (end == End.Killed)
                {
                    turn.End(StepStatus.Unknown, $"{StepMessages.Name(turn.Current)} was killed; how far it came is not known.");
                }
                else if (answer.Outcome != ExecOutcome.Completed)
                {
                    await ReconnectAsync(turn, machine, session, answer, again: ReferenceEquals(lostAt, turn.Current), kill).ConfigureAwait(false);
                    lostAt = turn.Over ? null : turn.Current;
                }
            }
        }
        catch (Exception exception)
        {
            if (!turn.Over)
            {
                turn.End(StepStatus.Failed, $"{StepMessages.Name(turn.Current)} could not be carried out: {texts.Hide(exception.Message)} ({exception.GetType().Name})");
            }
        }
    }

    private static TimeSpan LimitOf(PlanStep step) => step.Action is StepAction.WaitUntil wait ? wait.Deadline + WaitMargin : step.Timeout;

    private async Task ReconnectAsync(StepTurn turn, MachineConnection machine, IHostSession session, ExecResult answer, bool again, CancellationToken kill)
    {
        var reason = texts.Hide(answer.StandardError);
        if (again || (answer.Outcome == ExecOutcome.Unknown && !BatchRules.LooksFirst(turn.Current.Action)))
        {
            turn.End(StepStatus.Unknown, StepMessages.Lost(turn.Current, reason));
            return;
        }

        try
        {
            await machine.ReplaceAsync(session, kill).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TransportException or OperationCanceledException)
        {
            turn.End(StepStatus.Unknown, StepMessages.Lost(turn.Current, $"{reason}\n{exception.Message}"));
        }
    }

    private async Task<(ExecResult Answer, End End)> GiveOneAsync(StepTurn turn, MachineConnection machine, IHostSession session, string job, CancellationToken kill)
    {
        var step = turn.Current;
        if (!BatchRules.IsUpload(step))
        {
            return await GiveStepAsync(turn, step, machine, session, job, kill).ConfigureAwait(false);
        }

        try
        {
            await uploads.WaitAsync(kill).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (new ExecResult(ExecOutcome.NotStarted, null, null, "", ""), End.Killed);
        }

        try
        {
            return await GiveStepAsync(turn, step, machine, session, job, kill).ConfigureAwait(false);
        }
        finally
        {
            uploads.Release();
        }
    }

    private async Task<(ExecResult Answer, End End)> GiveStepAsync(StepTurn turn, PlanStep step, MachineConnection machine, IHostSession session, string job, CancellationToken kill)
    {
        turn.Begin();
        using var timer = new CancellationTokenSource(LimitOf(step), runner.TimeProvider);
        var given = await GiveAsync(machine, session, CommandOf(step, job), timer.Token, kill).ConfigureAwait(false);
        if (given.End != End.ByItself && RemoteJob.Is(step))
        {
            // Until then the job keeps what it said.
            given.Answer = given.Answer with { StandardError = given.Answer.StandardError + await EndJobAsync(machine, session, job).ConfigureAwait(false) };
        }

        if (given is { End: End.ByItself, Answer.Outcome: ExecOutcome.Completed })
        {
            Judge(turn, given.Answer);
        }

        return given;
    }

    private async Task<(ExecResult Answer, End End)> GiveManyAsync(StepTurn turn, MachineConnection machine, IHostSession session, CancellationToken halt, CancellationToken kill)
    {
        var steps = turn.Left;
        var mark = BatchScript.NewMark();
        var done = turn.Done;
        (int Number, int Code, string Output)? failed = null;
        using var timer = new CancellationTokenSource(LimitOf(steps[0]), runner.TimeProvider);
        using var reader = new BatchReader(
            mark,
            number =>
            {
                Expect(number);
                timer.CancelAfter(LimitOf(steps[number]));
                turn.Begin();
            },
            (number, code, output) =>
            {
                Expect(number);
                if (code == 0 || steps[number].Action is StepAction.Observe)
                {
                    Judge(turn, new ExecResult(ExecOutcome.Completed, code, null, output, ""));
                }
                else
                {
                    // What it wrote to standard error comes with the end of the command.
                    failed = (number, code, output);
                }
            });
        var command = CommandOf(steps, mark, reader);

        // The first one begins when it is given, not when its frame arrives: whoever takes the time of a look needs both ends of it.
        turn.Begin();
        using var asking = halt.Register(() => _ = HaltAsync(machine, session, command, mark));
        var given = await GiveAsync(machine, session, command, timer.Token, kill).ConfigureAwait(false);
        reader.Close();
        if (failed is { } end)
        {
            Judge(turn, given.Answer with { Outcome = ExecOutcome.Completed, ExitCode = end.Code, Signal = null, StandardOutput = end.Output, StandardError = BatchReader.ErrorsOf(given.Answer.StandardError, mark, end.Number) });
        }
        else if (!turn.Over && given is { End: End.ByItself, Answer.Outcome: ExecOutcome.Completed } && !(given.Answer.Succeeded && halt.IsCancellationRequested && turn.Done > done))
        {
            turn.End(StepStatus.Failed, given.Answer.Succeeded ? StepMessages.Swallowed(turn.Current, given.Answer) : StepMessages.Failed(turn.Current, given.Answer), given.Answer.ExitCode);
        }

        return given;

        void Expect(int number)
        {
            if (done + number != turn.Done)
            {
                throw new InvalidOperationException($"The machine told of step {number} when step {turn.Done - done} was at work.");
            }
        }
    }

    private static async Task HaltAsync(MachineConnection machine, IHostSession session, RemoteCommand command, string mark)
    {
        if (!command.MayChange)
        {
            return;
        }

        try
        {
            await machine.ExecuteAsync(session, new RemoteCommand(new ExecRequest(MachineFolder.Halt(mark)) { Mark = mark, Housekeeping = Housekeeping.Halt }, MayChange: true), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Then the steps of the command run to their end, which is safe.
        }
    }

    private async Task<string> EndJobAsync(MachineConnection machine, IHostSession session, string job)
    {
        try
        {
            using var patience = new CancellationTokenSource(runner.CancelGrace);
            return (await machine.ExecuteAsync(session, new RemoteCommand(new ExecRequest(RemoteJob.End(job)) { Housekeeping = Housekeeping.End }, MayChange: true), patience.Token).WaitAsync(patience.Token).ConfigureAwait(false)).StandardOutput;
        }
        catch (Exception exception) when (exception is OperationCanceledException or TransportException)
        {
            // Then the next run ends it, when its time is over.
            return "";
        }
    }

    private RemoteCommand CommandOf(PlanStep step, string job)
    {
        var input = StepScripts.Input(step.Action, texts.Bind);
        var one = PartOf(step, input);
        return RemoteJob.Is(step)
            ? new RemoteCommand(new ExecRequest(RemoteJob.Command(step, job, input is not null)) { StandardInput = input is null ? null : Reading(System.Text.Encoding.ASCII.GetBytes(BatchScript.InputLine(input))), Parts = [one] }, MayChange: true)
            : new RemoteCommand(one, BatchRules.Changes(step.Action));
    }

    private static ExecRequest PartOf(PlanStep step, byte[]? input) =>
        new(StepScripts.Command(step.Action)) { StandardInput = input is null ? null : Reading(input), MayFail = step.Action is StepAction.Observe };

    private static MemoryStream Reading(byte[] input) => new(input, writable: false);

    private RemoteCommand CommandOf(IReadOnlyList<PlanStep> steps, string mark, Stream output)
    {
        var inputs = steps.Select(step => StepScripts.Input(step.Action, texts.Bind)).ToList();
        var lines = string.Concat(inputs.OfType<byte[]>().Select(BatchScript.InputLine));
        var text = BatchScript.Command(mark, [.. steps.Select((step, i) => (step, inputs[i] is not null))]);
        return new RemoteCommand(
            new ExecRequest(text)
            {
                StandardInput = lines.Length == 0 ? null : Reading(System.Text.Encoding.ASCII.GetBytes(lines)),
                StandardOutput = output,
                Mark = mark,
                Parts = [.. steps.Select((step, i) => PartOf(step, inputs[i]))],
            },
            steps.Any(step => BatchRules.Changes(step.Action)));
    }

    private async Task<(ExecResult Answer, End End)> GiveAsync(MachineConnection machine, IHostSession session, RemoteCommand command, CancellationToken timer, CancellationToken kill)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer, kill);
        ExecResult answer;
        try
        {
            var running = machine.ExecuteAsync(session, command, either.Token);
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

        return (answer, answer.Succeeded || !either.IsCancellationRequested ? End.ByItself : kill.IsCancellationRequested ? End.Killed : End.TimedOut);
    }

    private void Judge(StepTurn turn, ExecResult answer)
    {
        var step = turn.Current;
        var said = answer with { StandardError = texts.Hide(answer.StandardError) };
        void End(StepStatus status, string? message = null, string? fact = null) => turn.End(status, message, answer.ExitCode, fact);

        switch (step.Action)
        {
            case StepAction.Observe:
                End(StepStatus.Holds, fact: answer.Succeeded ? answer.StandardOutput.TrimEnd('\n') : null);
                return;
            case StepAction.Check check when !answer.Succeeded:
                End(StepStatus.Failed, StepMessages.Failed(step, said, check.Message));
                return;
            case StepAction.WaitUntil wait when answer.ExitCode == StepScripts.DeadlinePassed:
                End(StepStatus.Failed, StepMessages.DeadlinePassed(step, wait, texts.Hide(answer.StandardOutput)));
                return;
            case StepAction.Check or StepAction.WaitUntil:
                End(answer.Succeeded ? StepStatus.Holds : StepStatus.Failed, answer.Succeeded ? null : StepMessages.Failed(step, said));
                return;
        }

        var mark = answer.StandardOutput.Split('\n').LastOrDefault(line => line.StartsWith(StepScripts.Mark, StringComparison.Ordinal))?[StepScripts.Mark.Length..].TrimEnd();
        switch (mark)
        {
            case "holds" when answer.Succeeded:
                End(StepStatus.Holds);
                break;
            case "changed" when answer.Succeeded:
                End(StepStatus.Changed);
                break;
            case "unproven":
                End(StepStatus.Failed, StepMessages.Unproven(step, said));
                break;
            default:
                End(StepStatus.Failed, answer.Succeeded ? StepMessages.Swallowed(step, said) : StepMessages.Failed(step, said));
                break;
        }
    }
}
