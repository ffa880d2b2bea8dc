namespace KubeHa;

/// <summary>A transport without machines, for tests: it answers by rules, keeps what it was asked, and fails on what no rule matches.</summary>
public sealed class RecordingTransport : ITransport
{
    /// <inheritdoc/>
    public Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
