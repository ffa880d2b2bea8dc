namespace KubeHa.Ssh;

/// <summary>
/// One credential's logins. Until a machine took it, one login at a time is tried, and when that is refused, the others are not: a wrong key for
/// a hundred machines must be one refusal, not a locked account or an address that every sshd shuts out (PerSourcePenalties).
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

    public async Task<Turn> EnterAsync(SshEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (accepted)
        {
            return new Turn(this, endpoint, holds: false);
        }

        ThrowIfRefused(endpoint);
        await First.WaitAsync(cancellationToken).ConfigureAwait(false);
        var turn = new Turn(this, endpoint, holds: true);
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
        private readonly ITimer? patience;
        private int holding;
        private volatile bool talking;

        public Turn(CredentialGate gate, SshEndpoint endpoint, bool holds)
        {
            this.gate = gate;
            this.endpoint = endpoint;
            holding = holds ? 1 : 0;
            patience = holds ? gate.Clock.CreateTimer(_ => GiveUpUnlessTalking(), null, Patience, Timeout.InfiniteTimeSpan) : null;
        }

        /// <summary>Called when the host key was seen, so right before the credential is shown. Who was slow and lost the turn waits for it here.</summary>
        /// <exception cref="ConnectException">It was refused elsewhere in the meantime.</exception>
        /// <exception cref="OperationCanceledException">The time is over.</exception>
        public void BeforeLogin(CancellationToken cancellationToken)
        {
            talking = true;
            if (!gate.accepted && Volatile.Read(ref holding) == 0)
            {
                gate.First.Wait(cancellationToken);
                Volatile.Write(ref holding, 1);
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
            if (!gate.accepted)
            {
                gate.refusal = new Refusal(endpoint.Where, why, gate.Clock.GetTimestamp());
            }
        }

        public void Dispose()
        {
            patience?.Dispose();
            if (Interlocked.Exchange(ref holding, 0) != 0)
            {
                gate.First.Release();
            }
        }

        private void GiveUpUnlessTalking()
        {
            if (!talking)
            {
                Dispose();
            }
        }
    }
}
