using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeHa;

/// <summary>Carries out plans over a transport. Thread-safe: one for a program is enough.</summary>
public sealed class PlanRunner
{
    private readonly ITransport transport;
    private readonly ILogger<PlanRunner> logger;
    private readonly TimeProvider timeProvider;

    /// <summary>A runner.</summary>
    /// <param name="transport">The way to the machines.</param>
    /// <param name="logger">Told what <see cref="RunOptions.OnEvent"/> is told.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    public PlanRunner(ITransport transport, ILogger<PlanRunner>? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        this.transport = transport;
        this.logger = logger ?? NullLogger<PlanRunner>.Instance;
        this.timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The transport that the runner uses.</summary>
    public ITransport Transport => transport;

    /// <summary>The clock that the runner uses.</summary>
    public TimeProvider TimeProvider => timeProvider;

    /// <summary>Pauses between tries to reach a machine; tests make them short.</summary>
    internal IReadOnlyList<TimeSpan> ConnectPauses { get; init; } = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3)];

    /// <summary>Lets a run use <see cref="ClusterSecrets.ForTests"/>; only tests of ours set it.</summary>
    internal bool AllowTestSecrets { get; init; }

    /// <summary>How long another run that works on a machine is waited for before this one is refused.</summary>
    internal TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a transport may take to answer after a command was cancelled.</summary>
    internal TimeSpan CancelGrace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A runner like this one over another transport, for example a <see cref="SessionCache"/> over this one's.</summary>
    /// <param name="other">The transport to use.</param>
    public PlanRunner Over(ITransport other) => new(other, logger, timeProvider)
    {
        ConnectPauses = ConnectPauses,
        AllowTestSecrets = AllowTestSecrets,
        LockPatience = LockPatience,
        CancelGrace = CancelGrace,
    };

    /// <summary>
    /// Runs a plan to its end, or to its first failure: then nothing new starts, what runs is let end. All machines are connected before
    /// anything else; one that cannot be talked to stops the run before the first change, unless it is unreachable and may be set aside.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Asks nicely: nothing new starts, running steps end, the outcome is <see cref="RunOutcome.Stopped"/>.</param>
    /// <returns>What happened, a failure included; exceptions are for programming errors only.</returns>
    public async Task<RunReport> RunAsync(Plan plan, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        options ??= new RunOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentConnects, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentMachines, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentUploads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Limit ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(options));

        // Steps and handlers must not run in the caller's context.
        return await Task.Run(() => new PlanRun(this, logger, plan, options).RunAsync(cancellationToken), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>
    /// Looks what a run of a plan would do, step by step, and changes nothing: only probes are given to machines, and one place that every command
    /// passes refuses any other.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How. Secrets that are missing stay unknown; nothing is refused for them.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>What would be done; a machine that cannot be reached is told in it.</returns>
    public async Task<PreviewReport> PreviewAsync(Plan plan, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        options ??= new RunOptions();
        var texts = new BoundTexts(options);
        var looks = new PreviewLooks(plan, texts.Value);
        var report = await Task.Run(() => new PlanRun(this, logger, looks.Plan, options, readOnly: true).RunAsync(cancellationToken), CancellationToken.None).ConfigureAwait(false);
        return PlanPreview.Judge(plan, looks, report, texts);
    }
}
