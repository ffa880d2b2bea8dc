using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The director that has the virtual IP is killed while a client goes on connecting; powered on again at the end.</summary>
internal static class TakeoverMeasurement
{
    private const double WatchSeconds = 18;

    private const double BeforeSeconds = 2;

    private const double CalmMilliseconds = 5000;

    private static readonly TimeSpan LongestUnrest = TimeSpan.FromSeconds(60);

    /// <param name="round">The round.</param>
    /// <param name="bench">Lab and programs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="file">The cluster as a file, where it is not the lab's own.</param>
    public static async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken, string? file = null)
    {
        var owner = await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken);
        var survivor = Machines.Directors.Single(director => director != owner);
        var bound = TakeoverBound.FromConfiguration(await DataCentre.AskAsync(survivor, "cat /etc/keepalived/keepalived.conf", cancellationToken));
        round.Saw("killed", owner);
        round.Saw("survivor", survivor);
        round.Saw("survivorPriority", bound.Priority);
        round.Saw("advertSeconds", bound.AdvertSeconds);
        round.Saw("boundSeconds", Math.Round(bound.Seconds, 3));

        IReadOnlyList<Attempt> attempts;
        double fault;
        await using (var probe = await RunningProbe.StartAsync(120, cancellationToken))
        {
            // What the machine did before the measurement may still be going on; with it something else would be measured.
            round.Saw("waitedForCalmSeconds", Math.Round(await probe.CalmAsync(TimeSpan.FromSeconds(BeforeSeconds + 1), LongestUnrest, cancellationToken), 1));

            fault = await bench.Lab.KillAsync(owner, cancellationToken);
            round.Saw("killReturnedMilliseconds", Math.Round(Clock.Now - fault, 1));
            await Task.Delay(TimeSpan.FromSeconds(WatchSeconds), cancellationToken);
            attempts = await probe.StopAsync(cancellationToken);
        }

        Judge(round, Outage.Measure(attempts.Where(attempt => attempt.Started > fault - (BeforeSeconds * 1000)), fault), bound);
        round.Saw("attemptsFormat", "milliseconds from the fault to the attempt's start, milliseconds to the TCP connection, milliseconds in all, how it ended");
        round.Saw("attempts", new JsonArray([.. attempts
            .Where(attempt => attempt.Started > fault - (BeforeSeconds * 1000))
            .Take(400)
            .Select(attempt => (JsonNode)attempt.ToText(fault))]));

        var owners = await DataCentre.VipOwnerAsync([survivor], cancellationToken);
        round.Must(owners == survivor, $"{survivor} did not take the VIP");
        await bench.Lab.DoAsync(cancellationToken, "start", owner);
        var verified = await bench.Program.VerifyUntilAsync(TimeSpan.FromMinutes(5), cancellationToken, file);
        round.Saw("verifiedSecondsAfterPowerOn", verified is null ? null : Math.Round(verified.Value, 1));
        round.Must(verified is not null, $"the cluster did not verify within 5 min after {owner} was on again");
    }

    private static void Judge(Round round, Outage outage, TakeoverBound bound)
    {
        round.Saw("outageSeconds", outage.Milliseconds is null ? null : Math.Round(outage.Milliseconds.Value / 1000, 3));
        round.Saw("badAttempts", outage.Bad);
        round.Saw("badAttemptsBeforeFault", outage.BadBefore);
        round.Must(outage.BadBefore == 0, $"{outage.BadBefore} attempts failed or were late before the fault: this measures something else");
        round.Must(outage.Milliseconds is not null, $"the outage did not end within {WatchSeconds} s");
        round.Must(outage.Milliseconds is null or > 0, $"no attempt noticed the fault, which cannot be");
        round.Must(outage.Milliseconds is null || outage.Milliseconds / 1000 <= bound.Seconds, $"an outage of {outage.Milliseconds / 1000:0.000} s is over the bound of {bound.Seconds:0.000} s");
        round.Must(outage.Milliseconds is null || outage.WatchedMilliseconds >= CalmMilliseconds, $"only {outage.WatchedMilliseconds:0} ms were watched after the outage");
    }
}
