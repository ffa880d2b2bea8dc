using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace KubeHa;

/// <summary>Numbers events and hands them on in order, one at a time, off the path of whoever tells them.</summary>
internal sealed class EventPump : IAsyncDisposable
{
    private readonly Channel<RunEvent> waiting = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock order = new();
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Action<RunEvent>? handler;
    private readonly Task pump;
    private long number;

    public EventPump(TimeProvider clock, ILogger logger, Action<RunEvent>? handler)
    {
        this.clock = clock;
        this.logger = logger;
        this.handler = handler;
        pump = Task.Run(PumpAsync);
    }

    /// <summary>Tells of something that happened.</summary>
    /// <param name="create">Makes the event from its number and time.</param>
    public void Tell(Func<long, DateTimeOffset, RunEvent> create)
    {
        lock (order)
        {
            waiting.Writer.TryWrite(create(++number, clock.GetUtcNow()));
        }
    }

    /// <summary>Ends when every event was handed on.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await pump.ConfigureAwait(false);
    }

    private async Task PumpAsync()
    {
        await foreach (var happened in waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // Whoever listens must not be able to break a run, and neither must whoever logs.
            try
            {
                RunLog.Write(logger, happened);
            }
            catch (Exception)
            {
                // There is nobody left to tell.
            }

            try
            {
                handler?.Invoke(happened);
            }
            catch (Exception exception)
            {
                RunLog.HandlerThrew(logger, happened.Sequence, exception.GetType().Name);
            }
        }
    }
}
