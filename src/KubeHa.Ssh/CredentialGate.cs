namespace KubeHa.Ssh;

/// <summary>
/// One credential's logins. Until a machine took it, one login at a time is tried, and when that is refused, the others are not: a wrong key for
/// a hundred machines must be one refusal, not a locked account or an address that every sshd shuts out (PerSourcePenalties). The others come along as
/// far as the host key, so that a fan-out takes hardly longer than a login.
/// </summary>
internal sealed class CredentialGate(TimeProvider clock)
{
    // A machine that does not even answer must not hold up all others.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Long enough for every machine of one fan-out to come by; after it somebody has had time to install the key.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private volatile bool accepted;
    private volatile Refusal? refusal;

    // Nobody asks for its wait handle, so there is nothing to dispose.
    private SemaphoreSlim First { get; } = new(1);

    private TimeProvider Clock => clock;

    /// <param name="endpoint">Where to.</param>
    /// <param name="ahead">Whether to begin while another one is tried. Such a turn is <see cref="Turn.Postponed"/> where that takes long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Turn> EnterAsync(SshEndpoint endpoint, bool ahead, CancellationToken cancellationToken)
    {
        if (accepted)
        {
            return new Turn(this, endpoint, holds: false, ahead: false);
        }

        ThrowIfRefused(endpoint);
        if (!await First.WaitAsync(ahead ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false))
        {
            return new Turn(this, endpoint, holds: false, ahead: true);
        }

        var turn = new Turn(this, endpoint, holds: true, ahead: false);
        if (accepted || IsRefused(endpoint))
        {
            turn.Dispose();
            ThrowIfRefused(endpoint);
        }

        return turn;
    }

    // The machine that refused may be tried again: it is asked for by name. A jump host is not, but once more for every machine behind it.
    private bool IsRefused(SshEndpoint endpoint) =>
        !accepted && refusal is { } known && (known.Where != endpoint.Where || endpoint.IsJumpHost) && clock.GetElapsedTime(known.At) < Memory;

    private void ThrowIfRefused(SshEndpoint endpoint)
    {
        if (IsRefused(endpoint) && refusal is { } known)
        {
            throw endpoint.Failure(TransportFailure.AuthenticationFailed,
                $"Not tried as {endpoint.User}, because {known.Where} was tried first with the same credential and refused it: {known.Why}");
        }
    }

    private sealed record Refusal(string Where, string Why, long At);

    /// <summary>One login's place in the order.</summary>
    public sealed class Turn : IDisposable
    {
        private readonly CredentialGate gate;
        private readonly SshEndpoint endpoint;
        private readonly bool ahead;
        private readonly ITimer? patience;
        private int holding;
        private volatile bool talking;
        private volatile bool waiting;
        private volatile bool over;

        public Turn(CredentialGate gate, SshEndpoint endpoint, bool holds, bool ahead)
        {
            this.gate = gate;
            this.endpoint = endpoint;
            this.ahead = ahead;
            holding = holds ? 1 : 0;
            patience = holds ? gate.Clock.CreateTimer(_ => GiveUpUnlessTalking(), null, Patience, Timeout.InfiniteTimeSpan) : null;
        }

        /// <summary>It began ahead of its turn and its time ran out over the login before it, so it should begin anew with time of its own.</summary>
        public bool Postponed => ahead && waiting;

        /// <summary>Called when the host key was seen, so right before the credential is shown. Who has not got the turn, or lost it by being slow, waits for it here.</summary>
        /// <exception cref="ConnectException">It was refused elsewhere in the meantime.</exception>
        /// <exception cref="OperationCanceledException">The time is over.</exception>
        public void BeforeLogin(CancellationToken cancellationToken)
        {
            talking = true;
            if (!gate.accepted && Volatile.Read(ref holding) == 0)
            {
                waiting = true;
                gate.First.Wait(cancellationToken);
                waiting = false;
                Volatile.Write(ref holding, 1);
                if (gate.accepted || over)
                {
                    // Nobody has to wait any more, or nobody is left to give it back.
                    Release();
                }
            }

            gate.ThrowIfRefused(endpoint);
        }

        public void Accepted()
        {
            gate.accepted = true;
            gate.refusal = null;
            Dispose();
        }

        public void Refused(string why)
        {
            // Only who showed the credential knows; another one was told itself.
            if (!gate.accepted && !gate.IsRefused(endpoint))
            {
                gate.refusal = new Refusal(endpoint.Where, why, gate.Clock.GetTimestamp());
            }
        }

        public void Dispose()
        {
            over = true;
            patience?.Dispose();
            Release();
        }

        private void Release()
        {
            if (Interlocked.Exchange(ref holding, 0) != 0)
            {
                gate.First.Release();
            }
        }

        private void GiveUpUnlessTalking()
        {
            if (!talking)
            {
                Release();
            }
        }
    }
}
