namespace KubeHa.Prober;

/// <summary>What runs on a client: reads on the clock, requests without a limit, a writer with a watch beside it, and the leases.</summary>
internal sealed class ClientRun(ProberOptions options, ApiAccess access)
{
    /// <summary>Attempts that are made first and not written down.</summary>
    private const int WarmUp = 3;

    private readonly SteadyClock clock = new();

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        ThreadPool.SetMinThreads(64, 64);
        var journal = new Journal(options.File);
        await using (journal.ConfigureAwait(false))
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            ending.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
            journal.Add("hello", clock.Now, json =>
            {
                json.WriteString("mode", "client");
                json.WriteString("kernel", Kernel());
            });
            for (var number = 0; number < WarmUp; number++)
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await Exchange.ReadAsync(access, options.Path, patience.Token).ConfigureAwait(false);
            }

            var probed = new ProbedObject(access, clock, journal);
            await using (probed.ConfigureAwait(false))
            {
                await probed.CreateAsync(ending.Token).ConfigureAwait(false);
                SelfWatch.Start(clock, journal, ending.Token);
                using var giveUp = new CancellationTokenSource();
                var reads = new ClockedReads(access, clock, journal, options.Path, giveUp);
                var clocked = reads.RunAsync("attempt", options.EveryMilliseconds, options.LimitMilliseconds, ending.Token);
                var unlimited = reads.RunAsync("unlimited", options.UnlimitedEveryMilliseconds, double.PositiveInfinity, ending.Token);
                var others = new[]
                {
                    probed.WriteAsync(options.WriteEveryMilliseconds, options.LimitMilliseconds, ending.Token),
                    probed.WatchAsync(ending.Token),
                    new LeasePoller(access, clock, journal).RunAsync(options.LeaseEveryMilliseconds, ending.Token),
                };
                await Task.WhenAll(others).ConfigureAwait(false);
                giveUp.CancelAfter(TimeSpan.FromSeconds(2));
                await clocked.ConfigureAwait(false);
                await unlimited.ConfigureAwait(false);
                await probed.ReadBackAsync().ConfigureAwait(false);
            }

            journal.Add("end", clock.Now);
        }

        return 0;
    }

    private static string Kernel()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
