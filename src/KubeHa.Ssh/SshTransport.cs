namespace KubeHa.Ssh;

/// <summary>
/// Machines over SSH. A session is one authenticated connection; up to eight commands run in it at once, further ones wait. When the connection dies, what
/// ran in it is ended on the machine, except what put itself into a session of its own (setsid). Until a machine took a credential, one login with it is tried
/// at a time; is it refused, the others that come within a minute are not tried. Machines behind one jump host share one connection to it. Thread-safe.
/// </summary>
public sealed class SshTransport : ITransport
{
    private readonly SshOptions options;
    private readonly TimeProvider timeProvider;
    private readonly SshConnector connector;

    /// <summary>Machines over SSH.</summary>
    /// <param name="options">Users, keys and host keys.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    public SshTransport(SshOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.DeadPeerTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentLogins, 1);
        this.options = options;
        this.timeProvider = timeProvider ?? TimeProvider.System;
        connector = new SshConnector(options, this.timeProvider);
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        SshSession? session = null;
        try
        {
            SshEndpoint endpoint = SshEndpoint.Of(target, options).WithKeys();
            SshLink link = await connector.OpenAsync(endpoint, cancellationToken).ConfigureAwait(false);
            session = new SshSession(link, token => connector.OpenAsync(endpoint, token), endpoint, timeProvider);
            await OpenAsync(session, endpoint, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception e)
        {
            if (session is not null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (e is ConnectException failure)
            {
                throw new TransportException(target, failure.Reason, failure.Message, failure.InnerException);
            }

            throw;
        }
    }

    private async Task OpenAsync(SshSession session, SshEndpoint endpoint, CancellationToken cancellationToken)
    {
        using Deadline deadline = new(options.ConnectTimeout, timeProvider, cancellationToken);
        try
        {
            await session.OpenAsync(options.DeadPeerTimeout, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ConnectException)
        {
            string why = deadline.Token.IsCancellationRequested ? $" within {options.ConnectTimeout.TotalSeconds:0.#} s. {session.Delay}" : $": {e.Message}";
            throw endpoint.Failure(TransportFailure.Unreachable, $"The login to {endpoint.Where} worked, but no shell came of it{why}", e);
        }
    }
}
