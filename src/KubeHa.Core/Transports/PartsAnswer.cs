using System.Collections.Concurrent;
using System.Text;

namespace KubeHa;

/// <summary>
/// What a machine does with the commands of the engine, for transports without one: takes commands of several steps apart and frames the answers,
/// holds the lock.
/// </summary>
internal sealed class PartsAnswer
{
    private readonly ConcurrentDictionary<string, bool> halted = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource unlocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers a command of several steps, or one that belongs to none.</summary>
    /// <param name="request">The command.</param>
    /// <param name="answer">Answers the command of one step.</param>
    public async Task<ExecResult> AnswerAsync(ExecRequest request, Func<ExecRequest, Task<ExecResult>> answer)
    {
        switch (request.Housekeeping)
        {
            case Housekeeping.Lock:
                await request.StandardOutput!.WriteAsync("locked 1\n"u8.ToArray()).ConfigureAwait(false);
                await unlocked.Task.ConfigureAwait(false);
                return RecordingTransport.Exit(143);
            case Housekeeping.Unlock:
                Close();
                return RecordingTransport.Output("");
            case Housekeeping.Halt:
                halted[request.Mark] = true;
                return RecordingTransport.Output("");
            case Housekeeping.End:
                return RecordingTransport.Output("");
        }

        // A job is one step, without frames.
        if (request.Mark.Length == 0)
        {
            return await answer(request.Parts.Single()).ConfigureAwait(false);
        }

        var errors = new StringBuilder();
        for (var i = 0; i < request.Parts.Count && !halted.ContainsKey(request.Mark); i++)
        {
            errors.Append(BatchScript.FrameOf(request.Mark, "begin", i));
            await WriteAsync(BatchScript.FrameOf(request.Mark, "begin", i)).ConfigureAwait(false);
            var one = await answer(request.Parts[i]).ConfigureAwait(false);
            errors.Append(one.StandardError);
            if (one.Outcome != ExecOutcome.Completed)
            {
                return one with { StandardOutput = "", StandardError = errors.ToString() };
            }

            await WriteAsync(one.StandardOutput + BatchScript.FrameOf(request.Mark, "end", i, one.ExitCode ?? 128)).ConfigureAwait(false);
            if (one.ExitCode != 0 && !request.Parts[i].MayFail)
            {
                break;
            }
        }

        return new ExecResult(ExecOutcome.Completed, 0, null, "", errors.ToString());

        ValueTask WriteAsync(string text) => request.StandardOutput!.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Ends what holds the lock.</summary>
    public void Close() => unlocked.TrySetResult();
}
