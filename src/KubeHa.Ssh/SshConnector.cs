using System.Collections.Concurrent;
using System.Security.Cryptography;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;

namespace KubeHa.Ssh;

/// <summary>
/// Logs in: through the jump hosts, a few at a time at each first hop, the first login with a credential alone, again where sshd dropped a
/// connection before it said who it is.
/// </summary>
internal sealed class SshConnector
{
    // sshd starts to drop connections at ten that are not logged in yet (MaxStartups 10:30:100); who comes again should not come with all the others.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    // SSH.NET's own limit, for each wait of a connect: ours is for all of it, and speaks first.
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> firstHops = new();
    private readonly ConcurrentDictionary<string, CredentialGate> credentials = new();
    private readonly JumpHosts jumpHosts;
    private readonly SshOptions options;
    private readonly TimeProvider timeProvider;

    public SshConnector(SshOptions options, TimeProvider timeProvider)
    {
        this.options = options;
        this.timeProvider = timeProvider;
        jumpHosts = new JumpHosts(OpenAsync);
    }

    /// <exception cref="ConnectException">No login.</exception>
    public async Task<SshLink> OpenAsync(SshEndpoint endpoint, CancellationToken cancellationToken)
    {
        Tunnel? tunnel = null;
        try
        {
            // Before any place is taken: a jump host's own login takes one, too.
            tunnel = endpoint.Via is null ? null : Tunnel.Open(await jumpHosts.BorrowAsync(endpoint.Via, cancellationToken).ConfigureAwait(false), endpoint);
            CredentialGate gate = credentials.GetOrAdd(endpoint.CredentialId, _ => new CredentialGate(timeProvider));
            return await LogInAsync(endpoint, tunnel, gate, ahead: true, cancellationToken).ConfigureAwait(false)
                ?? await LogInAsync(endpoint, tunnel, gate, ahead: false, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("A login that waited for its turn was postponed.");
        }
        catch (Exception e)
        {
            if (e is ConnectException { Reason: TransportFailure.Unreachable })
            {
                tunnel?.Doubt();
            }

            tunnel?.Dispose();
            throw;
        }
    }

    private async Task<SshLink?> LogInAsync(SshEndpoint endpoint, Tunnel? tunnel, CredentialGate gate, bool ahead, CancellationToken cancellationToken)
    {
        using CredentialGate.Turn turn = await gate.EnterAsync(endpoint, ahead, cancellationToken).ConfigureAwait(false);
        try
        {
            SshClient client = await LogInAsync(endpoint, tunnel, turn, cancellationToken).ConfigureAwait(false);
            turn.Accepted();
            return new SshLink(client, tunnel);
        }
        catch (ConnectException e) when (e.Reason == TransportFailure.AuthenticationFailed)
        {
            turn.Refused(e.Message);
            throw;
        }
        catch (OperationCanceledException) when (turn.Postponed && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<SshClient> LogInAsync(SshEndpoint endpoint, Tunnel? tunnel, CredentialGate.Turn turn, CancellationToken cancellationToken)
    {
        SemaphoreSlim places = firstHops.GetOrAdd(endpoint.FirstHop, _ => new SemaphoreSlim(options.MaxConcurrentLogins));
        for (int tried = 0; ; tried++)
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await TryLogInAsync(endpoint, tunnel, turn, cancellationToken).ConfigureAwait(false);
            }
            catch (DroppedException) when (tried < Pauses.Length)
            {
                // It is tried again below, when the place is free for others.
            }
            finally
            {
                places.Release();
            }

            await Task.Delay(Pauses[tried] * (RandomNumberGenerator.GetInt32(50, 150) / 100.0), timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SshClient> TryLogInAsync(SshEndpoint endpoint, Tunnel? tunnel, CredentialGate.Turn turn, CancellationToken cancellationToken)
    {
        using Deadline deadline = new(options.ConnectTimeout, timeProvider, cancellationToken);
        CancellationToken token = deadline.Token;
        var check = new HostKeyCheck(endpoint, options, timeProvider);
        ConnectException? refused = null;
        foreach (string[] algorithms in check.AlgorithmGroups())
        {
            ConnectException? verdict = null;
            bool trusted = false;
            var client = new SshClient(Connection(endpoint, tunnel, algorithms));

            // SSH.NET trusts every key unless somebody objects, so the objection comes first. It asks whenever keys are exchanged, which an sshd does anew every hour or gigabyte
            // (RekeyLimit): the credential was shown by then, and the deadline is over.
            client.HostKeyReceived += (_, e) =>
            {
                e.CanTrust = false;
                try
                {
                    verdict = check.Judge(e.HostKeyName, e.HostKey, e.Certificate);
                    if (verdict is null)
                    {
                        if (!trusted)
                        {
                            turn.BeforeLogin(token);
                        }

                        e.CanTrust = trusted = true;
                    }
                }
                catch (ConnectException late)
                {
                    verdict = late;
                }
                catch (OperationCanceledException)
                {
                    // The connect ends by itself, without this machine's having seen the credential.
                }
            };

            // Not ConnectAsync: after the TCP connection that waits for the key exchange, and for us above, on threads of the pool; a few machines use it up.
            Task connecting = DedicatedThread.Run(client.Connect);
            try
            {
                await connecting.WaitAsync(token).ConfigureAwait(false);
                return client;
            }
            catch (Exception) when (turn.Postponed)
            {
                Abandon(client, connecting);
                cancellationToken.ThrowIfCancellationRequested();
                throw new OperationCanceledException();
            }
            catch (SshConnectionException e) when (verdict is not null || (!trusted && e.DisconnectReason == DisconnectReason.KeyExchangeFailed))
            {
                client.Dispose();
                if (verdict is { Reason: not (TransportFailure.HostKeyUnknown or TransportFailure.HostKeyChanged) })
                {
                    throw verdict;
                }

                // SSH.NET takes the key inside a certificate for a signed number and loses the first byte of one in 512.
                refused ??= verdict ?? (!e.Message.Contains("could not be verified", StringComparison.Ordinal) ? null : endpoint.Failure(TransportFailure.HostKeyChanged,
                    "The machine shows a host key or certificate that does not hold: the signature is wrong, or the certificate is not valid yet or no longer. Check the clocks, then sign the host key anew. " +
                    "If it is an Ed25519 key and its certificate holds for 'ssh', make a new host key: SSH.NET cannot read one in 512 (first byte 0xff, second above 0x7f) inside a certificate.", e));
            }
            catch (Exception e)
            {
                Abandon(client, connecting);
                cancellationToken.ThrowIfCancellationRequested();
                throw ConnectFailures.Explain(endpoint, options.ConnectTimeout, e, trusted);
            }
        }

        throw refused ?? endpoint.Failure(TransportFailure.Unreachable, "The machine and we have no SSH algorithm in common. Its sshd is too old, or configured too tightly.");
    }

    /// <summary>A client that connects cannot be closed; it ends by its own time limit, and then it is.</summary>
    private static void Abandon(SshClient client, Task connecting) => DedicatedThread.Forget(connecting.ContinueWith(
        ended =>
        {
            _ = ended.Exception;
            DedicatedThread.Forget(DedicatedThread.Run(client.Dispose));
        },
        TaskScheduler.Default));

    private ConnectionInfo Connection(SshEndpoint endpoint, Tunnel? tunnel, string[] hostKeyAlgorithms)
    {
        var methods = new List<AuthenticationMethod>();
        if (endpoint.Keys.Count > 0)
        {
            methods.Add(new PrivateKeyAuthenticationMethod(endpoint.User, [.. endpoint.Keys]));
        }

        if (endpoint.Password is not null)
        {
            methods.AddRange(new PasswordLogin(endpoint.User, endpoint.Password).Methods);
        }

        var connection = new ConnectionInfo(tunnel is null ? endpoint.Host : "127.0.0.1", tunnel?.Port ?? endpoint.Port, endpoint.User, [.. methods])
        {
            Timeout = options.ConnectTimeout + Later,
            RetryAttempts = 1, // for channels; who asks again is the session
        };
        var offered = hostKeyAlgorithms.Where(connection.HostKeyAlgorithms.ContainsKey).Select(name => (name, factory: connection.HostKeyAlgorithms[name])).ToList();
        connection.HostKeyAlgorithms.Clear();
        foreach ((string name, var factory) in offered)
        {
            connection.HostKeyAlgorithms.Add(name, factory);
        }

        return connection;
    }
}
