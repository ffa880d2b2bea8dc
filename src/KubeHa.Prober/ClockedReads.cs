using System.Collections.Concurrent;

namespace KubeHa.Prober;

/// <summary>Reads that are begun on the clock, each on its own, whatever became of the earlier ones.</summary>
/// <param name="access">How the API is reached.</param>
/// <param name="clock">The run's clock.</param>
/// <param name="journal">Where it is written down.</param>
/// <param name="path">What is read.</param>
/// <param name="giveUp">Ends what is still under way at the run's end. One with a limit had not come to it and is not written down; one without may be the one that waited longest.</param>
internal sealed class ClockedReads(ApiAccess access, SteadyClock clock, Journal journal, string path, CancellationTokenSource giveUp)
{
    private const string Unfinished = "unfinished";

    public async Task RunAsync(string kind, double every, double limit, CancellationToken cancellationToken)
    {
        var running = new ConcurrentDictionary<Task, bool>();
        await Task.Factory.StartNew(
            () =>
            {
                var ticks = new Ticks(clock, every);
                while (ticks.Next(cancellationToken))
                {
                    // At the tick, not when the pool comes to it: a start that is told late would make an outage look shorter.
                    var at = clock.Now;
                    var task = Task.Run(() => OneAsync(kind, at, limit), CancellationToken.None);
                    running[task] = true;
                    _ = task.ContinueWith(ended => running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        await Task.WhenAll(running.Keys).ConfigureAwait(false);
    }

    private async Task OneAsync(string kind, double at, double limit)
    {
        var late = clock.Now - at;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token);
        if (double.IsFinite(limit))
        {
            patience.CancelAfter(TimeSpan.FromMilliseconds(limit));
        }

        var exchange = await Exchange.ReadAsync(access, path, patience.Token).ConfigureAwait(false);
        var cut = giveUp.IsCancellationRequested && exchange.Error == Exchange.Timeout;
        if (cut && double.IsFinite(limit))
        {
            return;
        }

        journal.Add(kind, at, json =>
        {
            json.WriteNumber("ms", Math.Round(late + exchange.Milliseconds, 3));
            if (exchange.Connected is { } connected)
            {
                json.WriteNumber("connected", Math.Round(late + connected, 3));
            }

            if (exchange.Error is not null)
            {
                json.WriteString("error", cut ? Unfinished : exchange.Error);
            }
        });
    }
}
