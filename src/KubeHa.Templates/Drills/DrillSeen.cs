namespace KubeHa.Templates;

/// <summary>What the probers wrote, on one clock: offsets from the fault. Pure.</summary>
internal sealed class DrillSeen
{
    /// <summary>How much before the fault is kept.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan WatchSilence = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset fault;

    /// <param name="fault">The fault by the operator's clock.</param>
    /// <param name="clocks">How much each machine's clock is ahead.</param>
    /// <param name="client">The client, and what its prober wrote.</param>
    /// <param name="directors">The same of the directors.</param>
    /// <param name="cluster">The cluster: servers of a pool become control planes.</param>
    public DrillSeen(DateTimeOffset fault, IReadOnlyList<DrillClock> clocks, (string Machine, string Text) client, IEnumerable<(string Machine, string Text)> directors, Cluster cluster)
    {
        this.fault = fault;
        var ahead = clocks.ToDictionary(clock => clock.Machine, clock => clock.Ahead, StringComparer.Ordinal);
        var lines = ProberLine.Read(client.Text);
        var correction = ahead.GetValueOrDefault(client.Machine);
        Kernel = lines.FirstOrDefault(line => line.Kind == "hello")?.Text("kernel") ?? string.Empty;
        Attempts = AttemptsOf(lines, "attempt", correction);
        Unlimited = AttemptsOf(lines, "unlimited", correction);
        var starts = lines.Where(line => line.Kind == "attempt").Select(line => Offset(line, correction)).Order().ToList();
        Pauses = [.. lines.Where(line => line.Kind == "gap").Select(line => new DrillSpan(Offset(line, correction), Rounded(line.Time("ms")!.Value))).Concat(Silences(starts, Pause)).OrderBy(pause => pause.Start)];
        WatchGaps = [.. Silences([.. lines.Where(line => line.Kind == "watch").Select(line => Offset(line, correction)).Order()], WatchSilence).Where(gap => gap.End > -Before)];
        Writes = WritesOf(lines);
        var watched = directors.Where(director => director.Text.Length > 0).ToList();
        Directors = [.. watched.Select(director => director.Machine)];
        Unread = [.. cluster.LvsPair.Directors.Select(director => director.Name).Except(Directors)];
        Events =
        [
            .. watched.SelectMany(director => DirectorEvents(director.Machine, ProberLine.Read(director.Text), ahead.GetValueOrDefault(director.Machine), cluster))
                .Concat(LeaseEvents(client.Machine, lines, correction)).OrderBy(happened => happened.At),
        ];
    }

    public string Kernel { get; }

    public IReadOnlyList<DrillAttempt> Attempts { get; }

    public IReadOnlyList<DrillAttempt> Unlimited { get; }

    /// <summary>When the prober itself did not run; also where no attempt was begun for too long, since those are begun on the clock.</summary>
    public IReadOnlyList<DrillSpan> Pauses { get; }

    public IReadOnlyList<DrillSpan> ReportedPauses => [.. Pauses.Where(pause => pause.Length >= Pause && pause.End > -Before)];

    public IReadOnlyList<DrillSpan> WatchGaps { get; }

    public DrillWrites Writes { get; }

    public IReadOnlyList<DrillEvent> Events { get; }

    /// <summary>The directors whose prober could be read.</summary>
    public IReadOnlyList<string> Directors { get; }

    /// <summary>Those whose prober could not.</summary>
    public IReadOnlyList<string> Unread { get; }

    private List<DrillAttempt> AttemptsOf(IEnumerable<ProberLine> lines, string kind, TimeSpan ahead) => lines
        .Where(line => line.Kind == kind)
        .Select(line => new DrillAttempt(Offset(line, ahead), Rounded(line.Time("ms") ?? TimeSpan.Zero), line.Time("connected") is { } after ? Rounded(after) : null, line.Text("error")))
        .Where(attempt => attempt.End > -Before)
        .OrderBy(attempt => attempt.Start)
        .ToList();

    private static DrillWrites WritesOf(IReadOnlyList<ProberLine> lines)
    {
        var writes = lines.Where(line => line.Kind == "write").ToList();
        var read = lines.LastOrDefault(line => line.Kind == "read-back");
        return new DrillWrites(writes.Count, writes.Count(line => line.Text("error") is null), read?.Items("lost").Select(number => number.GetInt32()).ToList() ?? [], read is not null);
    }

    private IEnumerable<DrillEvent> DirectorEvents(string machine, IReadOnlyList<ProberLine> lines, TimeSpan ahead, Cluster cluster)
    {
        var names = cluster.ControlPlanes.ToDictionary(server => PoolRules.ServerOf(cluster, server), server => server.Name, StringComparer.Ordinal);
        bool? had = null;
        HashSet<string>? listed = null;
        foreach (var line in lines)
        {
            switch (line.Kind)
            {
                case "vip":
                    var has = line.Json.GetProperty("has").GetBoolean();

                    // Who had it at the beginning is worth knowing; who had it not is not.
                    if (has || had is not null)
                    {
                        yield return new DrillEvent(Offset(line, ahead), machine, has ? DrillEventKind.VirtualIpGained : DrillEventKind.VirtualIpLost, string.Empty);
                    }

                    had = has;
                    break;
                case "pool":
                    var now = line.Items("servers").Select(server => names.GetValueOrDefault(server.GetString()!, server.GetString()!)).ToHashSet(StringComparer.Ordinal);
                    foreach (var gone in (listed ?? now).Except(now).Order(StringComparer.Ordinal))
                    {
                        yield return new DrillEvent(Offset(line, ahead), machine, DrillEventKind.PoolLeft, gone);
                    }

                    foreach (var come in now.Except(listed ?? now).Order(StringComparer.Ordinal))
                    {
                        yield return new DrillEvent(Offset(line, ahead), machine, DrillEventKind.PoolJoined, come);
                    }

                    listed = now;
                    break;
                default:
                    break;
            }
        }
    }

    private IEnumerable<DrillEvent> LeaseEvents(string client, IEnumerable<ProberLine> lines, TimeSpan ahead)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines.Where(line => line.Kind == "lease"))
        {
            var lease = line.Text("name")!;
            if (!known.Add(lease))
            {
                // The holder is the machine's name and something random.
                yield return new DrillEvent(Offset(line, ahead), client, DrillEventKind.LeaderMoved, $"{lease} {line.Text("holder")!.Split('_')[0]}");
            }
        }
    }

    private static IEnumerable<DrillSpan> Silences(IReadOnlyList<TimeSpan> moments, TimeSpan longest) =>
        moments.Zip(moments.Skip(1)).Where(pair => pair.Second - pair.First > longest).Select(pair => new DrillSpan(pair.First, pair.Second - pair.First));

    private TimeSpan Offset(ProberLine line, TimeSpan ahead) => Rounded(line.At - ahead - fault);

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMicroseconds(Math.Round(time.TotalMicroseconds));
}
