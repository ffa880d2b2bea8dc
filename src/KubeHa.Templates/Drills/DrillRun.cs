namespace KubeHa.Templates;

/// <summary>
/// One drill from the first look to the last. The order is what makes it safe: nothing is touched before every guard holds, the fault is not made before
/// the machine itself will undo it, and what was begun is ended whatever happens here.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="runner">The runner.</param>
/// <param name="scenario">The fault.</param>
/// <param name="options">How.</param>
/// <param name="standing">A verification that was made just now, in place of the one before the fault.</param>
internal sealed class DrillRun(Cluster cluster, PlanRunner runner, DrillScenario scenario, DrillOptions options, CheckReport? standing = null)
{
    /// <summary>Looks at the attempts, a <see cref="DrillOptions.Pause"/> apart, until they must have been good: after the probers were brought, and between the timer and the fault.</summary>
    private const int CalmTries = 90;

    private const int CalmTriesArmed = 10;

    private const int ClockPatience = 15;

    /// <summary>From the arming of the timer to the cut, in <see cref="DrillOptions.Pause"/>: some programs, on a machine that may be slow at them, and the rest before the fault.</summary>
    private const int CutDelay = 9;

    /// <summary>
    /// From the end of a fault until the verification, in <see cref="DrillOptions.Pause"/>; after a cut, which the machine ends by itself, until it is spoken to at all. Logins and
    /// looks are work for every machine, and how this one comes back is measured too.
    /// </summary>
    private const int Settling = 8;

    /// <summary>How often a machine's power is tried to be given back.</summary>
    private const int PowerTries = 5;

    /// <summary>How well the moment of the fault must be known: half of what bounds allow for everything that is not computed.</summary>
    private static readonly TimeSpan MostUnsure = DrillBounds.Allowance / 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly TimeProvider time = runner.TimeProvider;
    private readonly List<string> reasons = [];
    private readonly List<DrillEvent> done = [];
    private readonly List<DrillClock> clocks = [];
    private readonly List<Machine> touched = [];
    private Cluster? discovered;
    private DrillTargets? targets;
    private Client? client;
    private CheckReport? before;
    private CheckReport? after;
    private bool armed;
    private DateTimeOffset started;
    private DateTimeOffset? fault;
    private DateTimeOffset? undoing;
    private DateTimeOffset? undone;
    private DateTimeOffset? verifying;
    private DateTimeOffset? verified;
    private DateTimeOffset? cutEnds;
    private string accuracy = string.Empty;
    private (string Machine, string Text) clientSaw = (string.Empty, string.Empty);
    private List<(string Machine, string Text)> directorsSaw = [];

    /// <summary>The verification with which the drill ended, where it came so far.</summary>
    public CheckReport? After => after;

    public async Task<DrillReport> RunAsync(CancellationToken cancellationToken)
    {
        started = time.GetUtcNow();
        var cancelled = false;

        // One connection to each machine until the fault is undone: a login is work for both ends, and so is its end, and both would be felt in what is measured.
        var cache = new SessionCache(runner.Transport);
        await using (cache.ConfigureAwait(false))
        {
            var hands = new DrillHands(cache);
            try
            {
                if (!await GuardAsync(hands, cancellationToken).ConfigureAwait(false))
                {
                    return Report(DrillVerdict.Refused);
                }

                var bounds = new DrillBounds(Known, targets!.Target);
                var window = options.Window ?? bounds.Window(scenario);
                await PrepareAsync(hands, window, bounds, cancellationToken).ConfigureAwait(false);
                await FaultAsync(hands, window, cancellationToken).ConfigureAwait(false);
                Say($"measuring for {window.TotalSeconds:0.0} s");
                await Task.Delay(window, time, cancellationToken).ConfigureAwait(false);
            }
            catch (DrillStoppedException stopped)
            {
                reasons.Add(stopped.Message);
            }
            catch (OperationCanceledException)
            {
                cancelled = true;
                reasons.Add("The drill was cancelled.");
            }
            catch (Exception failed) when (armed)
            {
                // Whatever it was (a handler of the caller's, a transport of his own): what was begun is ended, and told.
                reasons.Add(failed.Message);
            }

            // From here on nobody's token counts: what was stopped is started again.
            await UndoAsync(hands).ConfigureAwait(false);
            if (undone is not null && cutEnds is null && !scenario.NeedsInjector && !cancelled)
            {
                Say($"watching how {targets!.Target.Name} comes back");
                await Task.Delay(Settling * options.Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        try
        {
            if (armed && !cancelled)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await VerifyAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            cancelled = true;
            reasons.Add("The drill was cancelled while its end was verified; the fault was undone before.");
        }

        await CollectAsync().ConfigureAwait(false);
        return Report(cancelled ? DrillVerdict.Cancelled : armed ? null : DrillVerdict.Refused);
    }

    private async Task<bool> GuardAsync(DrillHands hands, CancellationToken cancellationToken)
    {
        if ((before = standing) is null)
        {
            Say($"verifying {cluster.Name} before {scenario.Name}");
            before = await LookAsync(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        client = cluster.Clients.FirstOrDefault(machine => options.Client is null || machine.Name == options.Client);
        if (before.Run.Failure is null)
        {
            try
            {
                discovered = Discovery.Fill(cluster, before.Run.Observations);
            }
            catch (ClusterValidationException wrong)
            {
                reasons.AddRange(wrong.Diagnostics.Select(diagnostic => diagnostic.ToString()));
            }

            reasons.AddRange(RenderRules.Check(Known).Select(diagnostic => diagnostic.ToString()));
            (targets, var none) = DrillTargets.Choose(scenario, Known, before.Run.Observations);
            reasons.AddRange(none is null ? [] : [none]);
        }

        reasons.AddRange(DrillGuards.Check(scenario, Known, before, targets, client, options));
        if (reasons.Count > 0 || targets is null || client is null)
        {
            return false;
        }

        foreach (var machine in Watched())
        {
            reasons.AddRange(await hands.ReadyAsync(machine, cancellationToken).ConfigureAwait(false) is { } reason ? [reason] : []);
        }

        return reasons.Count == 0;
    }

    /// <summary>A verification without the workload, which would take long and measure something else.</summary>
    private Task<CheckReport> LookAsync(CancellationToken cancellationToken) =>
        options.Verification?.Invoke(cancellationToken) ?? cluster.VerifyAsync(runner, new VerifyOptions { Workload = false, MapFiles = options.MapFiles }, cancellationToken);

    /// <summary>The client, the directors, and the machine that is hit.</summary>
    private IReadOnlyList<Machine> Watched() => [client!, .. Known.LvsPair.Directors, .. targets!.Target is Director ? [] : (Machine[])[targets.Target]];

    private async Task PrepareAsync(DrillHands hands, TimeSpan window, DrillBounds bounds, CancellationToken cancellationToken)
    {
        var life = window + options.VerifyLimit + TimeSpan.FromMinutes(4);
        foreach (var machine in Watched())
        {
            clocks.Add(await hands.ClockAsync(machine, time, ClockPatience * options.Pause, cancellationToken).ConfigureAwait(false));
        }

        await Task.WhenAll(Watched().Where(machine => machine is Client or Director).Select(machine => BringProberAsync(hands, machine, life, cancellationToken))).ConfigureAwait(false);
        await hands.CalmAsync(client!, CalmTries, options.Pause, cancellationToken).ConfigureAwait(false);
        if (targets!.First is { } first)
        {
            Say($"taking the power of {first.Name}, the first of two");
            armed = true;
            await PowerOffAsync(first, cancellationToken).ConfigureAwait(false);
            await Task.Delay(options.Window ?? (bounds.OutOfPool(scenario)!.Value + TimeSpan.FromSeconds(6)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task BringProberAsync(DrillHands hands, Machine machine, TimeSpan life, CancellationToken cancellationToken)
    {
        Say($"bringing the prober to {machine.Name}");
        touched.Add(machine);
        var prober = await hands.UploadAsync(machine, options.Prober!, life + TimeSpan.FromMinutes(10), cancellationToken).ConfigureAwait(false);
        await hands.StartAsync(machine, prober, Known, options.Kubeconfig, life, cancellationToken).ConfigureAwait(false);
    }

    private async Task FaultAsync(DrillHands hands, TimeSpan window, CancellationToken cancellationToken)
    {
        var target = targets!.Target;
        if (!scenario.NeedsInjector)
        {
            await ArmAsync(hands, window, cancellationToken).ConfigureAwait(false);
        }

        if (DrillBounds.HitsDirector(scenario))
        {
            await hands.HoldsAsync(target, Known.Endpoint.VirtualAddress, cancellationToken).ConfigureAwait(false);
        }

        Say($"waiting for three calm seconds");
        await hands.CalmAsync(client!, CalmTriesArmed, options.Pause, cancellationToken).ConfigureAwait(false);
        Say($"{scenario.Name} on {target.Name}");
        if (scenario.NeedsInjector)
        {
            await PowerAwayAsync(target, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Cancelled half-way nobody knows whether it was made: the undoing comes in any case.
        var given = time.GetUtcNow();
        var there = await hands.FaultAsync(target, DrillScripts.Fault(scenario, target), cancellationToken).ConfigureAwait(false);
        SetFault(there ?? given, exact: there is not null);
    }

    private async Task ArmAsync(DrillHands hands, TimeSpan window, CancellationToken cancellationToken)
    {
        // A cut ends by its timer: the machine hears nobody meanwhile.
        var calm = CalmTriesArmed * options.Pause;
        var after = scenario is DrillScenario.NetworkCut ? window + (CutDelay * options.Pause) + calm : scenario is DrillScenario.ApiServerHang ? Shorter(DrillGuards.LongestHang, window + Patience) : window + Patience;
        Say($"arming the undo timer on {targets!.Target.Name}, {after.TotalSeconds:0} s");
        touched.Add(targets.Target);
        armed = true;
        await hands.ArmAsync(targets.Target, DrillScripts.Undo(scenario, Known), after, cancellationToken).ConfigureAwait(false);
        cutEnds = scenario is DrillScenario.NetworkCut ? time.GetUtcNow() + after : null;
    }

    private async Task PowerAwayAsync(Machine target, CancellationToken cancellationToken)
    {
        armed = true;
        fault = time.GetUtcNow();
        accuracy = "just before the injector was called; how long that took counts as outage";
        if (await PowerOffAsync(target, cancellationToken).ConfigureAwait(false) is { } told)
        {
            fault = told;
            accuracy = "when the injector says that it took the power";
        }
    }

    /// <summary>An injector of a user's may throw anything; whether the machine is off then nobody knows, and it is powered on again.</summary>
    private async Task<DateTimeOffset?> PowerOffAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            return await options.Injector!.PowerOffAsync(machine, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            throw new DrillStoppedException($"The injector could not take the power of {machine.Name}: {failed.Message}", failed);
        }
    }

    private void SetFault(DateTimeOffset there, bool exact)
    {
        var (on, at) = (Clock(targets!.Target), Clock(client!));
        fault = exact ? there - on.Ahead : there;
        accuracy = exact
            ? FormattableString.Invariant($"by the clock of {on.Machine} just before the act; its clock is known to {on.Error.TotalMilliseconds:0.0} ms, that of {at.Machine} to {at.Error.TotalMilliseconds:0.0} ms")
            : "when the command was given";
        if (exact && on.Error + at.Error > MostUnsure)
        {
            reasons.Add(FormattableString.Invariant($"The moment of the fault is known to {(on.Error + at.Error).TotalSeconds:0.000} s only, and must be to {MostUnsure.TotalSeconds:0.000} s: the way to the machines is too slow to measure."));
        }
    }

    private async Task UndoAsync(DrillHands hands)
    {
        if (!armed)
        {
            return;
        }

        Say($"undoing");
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            if (scenario.NeedsInjector)
            {
                await PowerOnAsync(limit.Token).ConfigureAwait(false);
            }
            else
            {
                await UndoThereAsync(hands, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failed) when (failed is not (OutOfMemoryException or ThreadInterruptedException))
        {
            // A transport of a user's may throw anything; the report must come all the same.
            reasons.Add($"The fault could not be undone from here ({failed.Message}){(scenario.NeedsInjector ? ": give the machine its power back." : "; the timer on the machine does it.")}");
        }
    }

    /// <summary>Each machine by itself, and again where it did not work: one that stays off must not keep the other from coming back.</summary>
    private async Task PowerOnAsync(CancellationToken cancellationToken)
    {
        undone = time.GetUtcNow();
        var off = new[] { targets!.First, targets.Target }.OfType<Machine>().ToList();
        for (var left = PowerTries; ; left--)
        {
            Exception? last = null;
            foreach (var machine in off.ToList())
            {
                try
                {
                    await options.Injector!.PowerOnAsync(machine, cancellationToken).ConfigureAwait(false);
                    off.Remove(machine);
                }
                catch (Exception failed) when (failed is not (OutOfMemoryException or ThreadInterruptedException))
                {
                    last = failed; // An injector of a user's may throw anything.
                }
            }

            if (last is null)
            {
                return;
            }

            if (left == 1 || cancellationToken.IsCancellationRequested)
            {
                undone = null;
                throw new DrillStoppedException($"{string.Join(" and ", off.Select(machine => machine.Name))}: {last.Message}", last);
            }

            await Task.Delay(options.Pause, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>On the machine, as soon as it hears us: a machine that was cut comes back by its own timer, and what stood to it before is dead.</summary>
    private async Task UndoThereAsync(DrillHands held, CancellationToken cancellationToken)
    {
        if (cutEnds - time.GetUtcNow() is { } left && fault is not null)
        {
            await Task.Delay(Longer(left, TimeSpan.Zero) + (Settling * options.Pause), time, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            var cache = new SessionCache(runner.Transport);
            await using (cache.ConfigureAwait(false))
            {
                try
                {
                    using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    patience.CancelAfter(TimeSpan.FromSeconds(30));
                    var hands = cutEnds is null ? held : new DrillHands(cache);
                    undoing ??= cutEnds is null ? time.GetUtcNow() : null;
                    var (there, later, why) = await hands.UndoAsync(targets!.Target, patience.Token).ConfigureAwait(false);
                    undone = there - Clock(targets.Target).Ahead ?? time.GetUtcNow();
                    if (later is not null && scenario is DrillScenario.NetworkCut)
                    {
                        SetFault(later.Value, exact: true);
                    }
                    else if (scenario is DrillScenario.NetworkCut)
                    {
                        reasons.Add($"{targets.Target.Name} could not be cut: {why ?? "it does not say why"}.");
                    }

                    return;
                }
                catch (Exception failed) when (failed is DrillStoppedException or OperationCanceledException)
                {
                    if (cancellationToken.IsCancellationRequested)
                    {
                        throw new DrillStoppedException(failed.Message, failed);
                    }
                }
            }

            await Task.Delay(options.Pause, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        Say($"verifying until all holds again, {options.VerifyLimit.TotalSeconds:0} s at most");
        verifying = time.GetUtcNow();
        var began = time.GetTimestamp();
        do
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.VerifyLimit);
            after = await LookAsync(limit.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (after.Passed)
            {
                verified = time.GetUtcNow();
                return;
            }

            await Task.Delay(options.Pause, time, cancellationToken).ConfigureAwait(false);
        }
        while (time.GetElapsedTime(began) < options.VerifyLimit);

        reasons.AddRange(after.Run.Failure is { } failure ? [$"Not restored: {failure}"] : after.Results.Where(result => result.Status == CheckStatus.Fails).Select(result => $"Not restored: {result}"));
    }

    /// <summary>Ends the probers, brings what they wrote, and takes everything of ours away.</summary>
    private async Task CollectAsync()
    {
        var cache = new SessionCache(runner.Transport);
        await using (cache.ConfigureAwait(false))
        {
            var hands = new DrillHands(cache);
            foreach (var machine in touched.Distinct())
            {
                Say($"ending and removing what is ours on {machine.Name}");
                using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
                try
                {
                    if (machine is Client or Director)
                    {
                        var text = await hands.CollectAsync(machine, limit.Token).ConfigureAwait(false);
                        directorsSaw = machine is Director ? [.. directorsSaw, (machine.Name, text)] : directorsSaw;
                        clientSaw = machine is Client ? (machine.Name, text) : clientSaw;
                    }

                    await hands.CleanAsync(machine, limit.Token).ConfigureAwait(false);
                }
                catch (Exception failed) when (failed is DrillStoppedException or OperationCanceledException)
                {
                    reasons.Add($"What is ours could not be removed from {machine.Name} ({failed.Message}); the prober there ends itself, and a timer removes the folder.");
                }
            }
        }
    }

    private DrillReport Report(DrillVerdict? verdict)
    {
        var report = new DrillReport
        {
            Cluster = cluster.Name,
            Scenario = scenario.Name,
            Target = targets?.Target.Name ?? scenario.Machine ?? string.Empty,
            Client = client?.Name ?? string.Empty,
            StartedAt = started,
            FaultAt = fault,
            FaultAccuracy = accuracy,
            Clocks = clocks,
            Before = before?.Results ?? [],
            After = after?.Results ?? [],
            Verdict = verdict ?? DrillVerdict.Failed,
            Reasons = reasons,
        };
        if (fault is not { } moment || clientSaw.Text.Length == 0)
        {
            return fault is null ? report : report with { Reasons = [.. reasons, $"What the prober saw on {client?.Name} could not be read: nothing was measured."] };
        }

        var seen = new DrillSeen(moment, clocks, clientSaw, directorsSaw, Known);
        var (undoingAt, undoneAt, verifyingAt, verifiedAt) = (undoing - moment, undone - moment, verifying - moment, verified - moment);
        var (figures, faults) = new DrillJudge(scenario, targets!.Target, new DrillBounds(Known, targets.Target), seen).Judge(undoingAt, undoneAt, verifyingAt, verifiedAt, options.VerifyLimit);
        List<string> all = verdict is null ? [.. reasons, .. faults] : reasons;
        return report with
        {
            UndoneAt = undoneAt,
            VerifiedAt = verifiedAt,
            ClientKernel = seen.Kernel,
            Attempts = seen.Attempts,
            UnlimitedRequests = seen.Unlimited,
            ProberGaps = seen.ReportedPauses,
            WatchGaps = seen.WatchGaps,
            Writes = seen.Writes,
            Measurements = figures,
            Events = [.. seen.Events.Concat(done.Select(what => what with { At = what.At + (started - moment) })).OrderBy(what => what.At)],
            Verdict = verdict ?? (all.Count == 0 ? DrillVerdict.Passed : DrillVerdict.Failed),
            Reasons = all,
        };
    }

    /// <summary>The cluster with its facts, as far as they are known.</summary>
    private Cluster Known => discovered ?? cluster;

    private DrillClock Clock(Machine machine) => clocks.First(clock => clock.Machine == machine.Name);

    private void Say(FormattableString what)
    {
        var text = FormattableString.Invariant(what);
        done.Add(new DrillEvent(time.GetUtcNow() - started, string.Empty, DrillEventKind.Done, text));
        try
        {
            options.OnProgress?.Invoke(text);
        }
        catch (Exception) when (armed)
        {
            // A handler that throws must not keep a fault from being undone.
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
