using Renci.SshNet;
using Renci.SshNet.Common;

namespace KubeHa.Ssh;

/// <summary>
/// Machines over SSH. A session is one authenticated connection; up to eight commands run in it at once, further ones wait. When the connection dies, what
/// ran in it is ended on the machine, except what put itself into a session of its own (setsid). Thread-safe.
/// </summary>
public sealed class SshTransport : ITransport
{
    private readonly SshOptions options;
    private readonly TimeProvider timeProvider;

    /// <summary>Machines over SSH.</summary>
    /// <param name="options">Users, keys and host keys.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    public SshTransport(SshOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.KeepAliveInterval, TimeSpan.Zero);
        this.options = options;
        this.timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        SshEndpoint endpoint = SshEndpoint.Of(target, options);
        IPrivateKeySource[] keys = [.. endpoint.PrivateKeys.Select(key => key.Open(target))];
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new CancellationTokenSource(options.ConnectTimeout, timeProvider);
        using CancellationTokenRegistration link = timer.Token.Register(deadline.Cancel);
        SshSession? session = null;
        try
        {
            SshClient client = await LogInAsync(endpoint, keys, deadline.Token).ConfigureAwait(false);
            session = new SshSession(client, endpoint, timeProvider);
            await session.OpenAsync(options.KeepAliveInterval, deadline.Token).ConfigureAwait(false);
            return session;
        }
        catch (Exception e)
        {
            if (session is not null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectFailures.Explain(endpoint, options.ConnectTimeout, e);
        }
    }

    private async Task<SshClient> LogInAsync(SshEndpoint endpoint, IPrivateKeySource[] keys, CancellationToken cancellationToken)
    {
        var check = new HostKeyCheck(endpoint, options.KnownHosts);
        TransportException? refused = null;
        foreach (string[] algorithms in check.AlgorithmGroups())
        {
            TransportException? verdict = null;
            var client = new SshClient(Connection(endpoint, keys, algorithms));

            // SSH.NET trusts every key unless somebody objects, so the objection comes first.
            client.HostKeyReceived += (_, e) =>
            {
                e.CanTrust = false;
                verdict = check.Judge(e.HostKeyName, e.HostKey);
                e.CanTrust = verdict is null;
            };

            try
            {
                await DedicatedThread.Run(() => client.ConnectAsync(cancellationToken)).Unwrap().WaitAsync(cancellationToken).ConfigureAwait(false);
                return client;
            }
            catch (SshConnectionException e) when (verdict is not null || e.DisconnectReason == Renci.SshNet.Messages.Transport.DisconnectReason.KeyExchangeFailed)
            {
                client.Dispose();
                refused ??= verdict;
            }
            catch
            {
                DedicatedThread.Forget(DedicatedThread.Run(client.Dispose));
                throw;
            }
        }

        throw refused ?? endpoint.Failure(TransportFailure.Unreachable, "The machine and we have no SSH algorithm in common. Its sshd is too old, or configured too tightly.");
    }

    private ConnectionInfo Connection(SshEndpoint endpoint, IPrivateKeySource[] keys, string[] hostKeyAlgorithms)
    {
        var methods = new List<AuthenticationMethod>();
        if (keys.Length > 0)
        {
            methods.Add(new PrivateKeyAuthenticationMethod(endpoint.User, keys));
        }

        if (endpoint.Password is not null)
        {
            methods.Add(new PasswordAuthenticationMethod(endpoint.User, endpoint.Password.Reveal()));
        }

        var connection = new ConnectionInfo(endpoint.Address.ToString(), endpoint.Port, endpoint.User, [.. methods]) { Timeout = options.ConnectTimeout };
        var offered = hostKeyAlgorithms.Where(connection.HostKeyAlgorithms.ContainsKey).Select(name => (name, factory: connection.HostKeyAlgorithms[name])).ToList();
        connection.HostKeyAlgorithms.Clear();
        foreach ((string name, var factory) in offered)
        {
            connection.HostKeyAlgorithms.Add(name, factory);
        }

        return connection;
    }
}
