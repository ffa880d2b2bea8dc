namespace KubeHa.Ssh;

/// <summary>A token that is cancelled by the caller or when the time is over.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource both;

    public Deadline(TimeSpan time, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        timer = new CancellationTokenSource(time, timeProvider);
        both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
    }

    public CancellationToken Token => both.Token;

    public void Dispose()
    {
        both.Dispose();
        timer.Dispose();
    }
}
