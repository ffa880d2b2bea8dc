using System.Globalization;
using System.Net.Sockets;

namespace KubeHa;

/// <summary>Connects the machines of a plan, before anything is done on any of them.</summary>
internal sealed class Connector(PlanRunner runner, RunOptions options, EventPump events, bool readOnly)
{
    private static readonly TimeSpan TryFor = TimeSpan.FromSeconds(10);

    public async Task<ConnectResult> ConnectAllAsync(IReadOnlyList<Target> targets, CancellationToken cancellationToken)
    {
        using var limit = new SemaphoreSlim(options.MaxConcurrentConnects);
        var tries = await Task.WhenAll(targets.Select(target => TryConnectAsync(target, limit, cancellationToken))).ConfigureAwait(false);
        var result = new ConnectResult();
        var refused = new List<string>();
        foreach (var (target, session, failure) in tries)
        {
            if (session is not null)
            {
                result.Machines[target.Name] = new MachineConnection(target, session, token => ConnectAsync(target, null, token), readOnly);
                continue;
            }

            var unreachable = failure is TransportException { Reason: TransportFailure.Unreachable };
            if (unreachable)
            {
                result.Unreachable[target.Name] = failure!.Message;
            }

            if (unreachable && options.MayBeSetAside.Contains(target.Name))
            {
                result.SetAside.Add(target.Name);
            }
            else if (failure is TransportException known)
            {
                refused.Add($"{known.Message} [{known.Reason}]");
            }
            else if (failure is not OperationCanceledException)
            {
                refused.Add($"{target}: {failure!.Message} [{failure.GetType().Name}]");
            }
        }

        if (refused.Count > 0)
        {
            result.Failure = string.Create(CultureInfo.InvariantCulture, $"Nothing was changed, because {refused.Count} of {targets.Count} machines cannot be worked on:\n  {string.Join("\n  ", refused.Select(Indented))}");
        }

        return result;
    }

    private static string Indented(string text) => text.TrimEnd().ReplaceLineEndings("\n    ");

    private async Task<(Target Target, IHostSession? Session, Exception? Failure)> TryConnectAsync(Target target, SemaphoreSlim limit, CancellationToken cancellationToken)
    {
        try
        {
            var session = await ConnectAsync(target, limit, cancellationToken).ConfigureAwait(false);
            events.Tell((number, at) => new RunEvent.Connected(number, at, target));
            return (target, session, null);
        }
        catch (Exception exception)
        {
            if (exception is TransportException { Reason: TransportFailure.Unreachable } && options.MayBeSetAside.Contains(target.Name))
            {
                events.Tell((number, at) => new RunEvent.MachineSetAside(number, at, target, exception.Message));
            }

            return (target, null, exception);
        }
    }

    private async Task<IHostSession> ConnectAsync(Target target, SemaphoreSlim? limit, CancellationToken cancellationToken)
    {
        var start = runner.TimeProvider.GetTimestamp();
        for (var tried = 0; ; tried++)
        {
            if (limit is not null)
            {
                await limit.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            try
            {
                return await runner.Transport.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            }
            catch (TransportException exception) when (tried < runner.ConnectPauses.Count && MayPass(exception) && runner.TimeProvider.GetElapsedTime(start) + runner.ConnectPauses[tried] < TryFor)
            {
                // A machine that drops logins because many come at once (MaxStartups in sshd_config(5)) or that is just starting takes a later one.
            }
            finally
            {
                limit?.Release();
            }

            await Task.Delay(runner.ConnectPauses[tried], runner.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    // Keys and logins are never tried again: it locks accounts. Neither is what the network has already waited for.
    private static bool MayPass(TransportException exception)
    {
        if (exception.Reason != TransportFailure.Unreachable)
        {
            return false;
        }

        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown })
            {
                return false;
            }
        }

        return true;
    }
}
