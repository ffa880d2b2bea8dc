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

    /// <summary>Runs a plan to its end, or to its first failure: then nothing new starts, what runs is let end.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Asks nicely: nothing new starts, running steps end, the outcome is <see cref="RunOutcome.Stopped"/>.</param>
    /// <returns>What happened, a failure included; exceptions are for programming errors only.</returns>
    public Task<RunReport> RunAsync(Plan plan, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = logger;
        throw new NotImplementedException();
    }
}
