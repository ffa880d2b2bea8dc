using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KubeHa.Ssh;

/// <summary>A connection to one machine, with its control shell.</summary>
internal sealed class SshSession : IHostSession
{
    // sshd allows ten sessions a connection by default; one is the control shell's, one is spare while an ended one is not yet given back.
    private const int MostCommands = 8;

    // How often a refused channel is asked for again: long where commands have run before, since then sshd only has to give one back.
    private const int FirstTries = MostCommands + 2;
    private const int PatientTries = 100;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly SshLink link;
    private readonly Func<CancellationToken, Task<SshLink>> openSecond;
    private readonly SshEndpoint endpoint;
    private readonly SessionLife life;
    private readonly ControlChannel control;
    private readonly TimeProvider timeProvider;
    private readonly string mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    private readonly SemaphoreSlim places = new(MostCommands);
    private volatile SshLink? second;
    private volatile int mostTries = FirstTries;
    private int capacity = MostCommands;
    private int lastId;
    private int disposed;

    /// <param name="link">The connection.</param>
    /// <param name="openSecond">Opens another one, for an sshd that allows one channel a connection.</param>
    /// <param name="endpoint">Where to.</param>
    /// <param name="timeProvider">The clock.</param>
    public SshSession(SshLink link, Func<CancellationToken, Task<SshLink>> openSecond, SshEndpoint endpoint, TimeProvider timeProvider)
    {
        this.link = link;
        this.openSecond = openSecond;
        this.endpoint = endpoint;
        this.timeProvider = timeProvider;
        life = new SessionLife(timeProvider);
        control = new ControlChannel(link, endpoint, mark, life, timeProvider);
        LoseWith(link);
    }

    /// <inheritdoc cref="ControlChannel.Delay"/>
    public string Delay => control.Delay;

    public Task OpenAsync(TimeSpan deadPeerTimeout, CancellationToken cancellationToken) => control.OpenAsync(deadPeerTimeout, cancellationToken);

    public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool hasPlace = false;
        try
        {
            CommandInput input = await CommandInput.OfAsync(request.StandardInput, cancellationToken).ConfigureAwait(false);
            for (int tried = 0; ; tried++)
            {
                if (!hasPlace && !(hasPlace = await TakePlaceAsync(cancellationToken).ConfigureAwait(false)))
                {
                    return NotStarted(await life.Lost.ConfigureAwait(false));
                }

                if (life.IsLost || disposed != 0)
                {
                    return NotStarted(life.IsLost ? await life.Lost.ConfigureAwait(false) : "the session is closed");
                }

                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    ExecResult result = await RunAsync(request, input, cancellationToken).ConfigureAwait(false);
                    mostTries = PatientTries;
                    return result;
                }
                catch (ChannelRefusedException e) when (tried < mostTries || second is null)
                {
                    // Another command's end gives its place to us; ours is gone for good, since sshd has fewer than we thought.
                    hasPlace = Interlocked.Decrement(ref capacity) < 1;
                    if (hasPlace)
                    {
                        Interlocked.Increment(ref capacity);
                        await RefusedAsync(tried, e, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (ChannelRefusedException e)
        {
            return NotStarted($"sshd opened no further channel (MaxSessions in its sshd_config): {e.Message}");
        }
        catch (ConnectException e)
        {
            return NotStarted($"sshd opens one channel a connection only (MaxSessions in its sshd_config), and a second connection failed: {e.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return NotStarted("cancelled before it started");
        }
        finally
        {
            if (hasPlace)
            {
                places.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        control.Close();
        life.Lose("the session was closed");

        // Saying goodbye to a frozen peer blocks; nobody shall wait for that.
        Task closing = DedicatedThread.Run(() =>
        {
            second?.Dispose();
            link.Dispose();
        });
        DedicatedThread.Forget(closing);
        await Task.WhenAny(closing, Task.Delay(TimeSpan.FromSeconds(2), timeProvider)).ConfigureAwait(false);
    }

    private async Task<bool> TakePlaceAsync(CancellationToken cancellationToken)
    {
        Task waiting = places.WaitAsync(cancellationToken);
        if (await Task.WhenAny(waiting, life.Lost).ConfigureAwait(false) != waiting)
        {
            return false;
        }

        await waiting.ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Nothing else runs, and still there is no channel: either sshd has not yet given back the last one, or it allows one only, and the control shell has
    /// that; then commands go over a connection of their own, one at a time.
    /// </summary>
    private async Task RefusedAsync(int tried, ChannelRefusedException refusal, CancellationToken cancellationToken)
    {
        if (tried >= mostTries && second is null)
        {
            SshLink link = await openSecond(cancellationToken).ConfigureAwait(false);
            LoseWith(link);
            second = link;
            mostTries = tried + PatientTries;
            if (disposed != 0)
            {
                DedicatedThread.Forget(DedicatedThread.Run(link.Dispose));
                throw refusal;
            }
        }
        else
        {
            await Task.Delay(BetweenTries, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private void LoseWith(SshLink connection) => connection.Broken.ContinueWith(task => life.Lose(task.Result), TaskScheduler.Default);

    private Task<ExecResult> RunAsync(ExecRequest request, CommandInput input, CancellationToken cancellationToken)
    {
        string id = NextId();
        string text = RemoteShell.Command(endpoint.Elevation, mark, id, control.Directory, request.Command, !input.IsEmpty);
        if (RemoteShell.FitsArgument(text))
        {
            return Running(id).RunAsync(text, input, request.StandardOutput, cancellationToken);
        }

        byte[] script = Encoding.UTF8.GetBytes(request.Command + "\n");
        return input.IsEmpty
            ? Running(id).RunAsync(RemoteShell.CommandOnInput(endpoint.Elevation, mark, id, control.Directory, script.Length), CommandInput.Of(script), request.StandardOutput, cancellationToken)
            : RunStoredAsync(id, script, input, request.StandardOutput, cancellationToken);
    }

    /// <summary>For a command too long for an argument that has input, too: it is stored first.</summary>
    private async Task<ExecResult> RunStoredAsync(string id, byte[] script, CommandInput input, Stream? output, CancellationToken cancellationToken)
    {
        string file = $"{control.Directory}/{id}.s";
        string store = $"umask 077; cat >{file} && [ \"$(wc -c <{file})\" -eq {script.Length.ToString(CultureInfo.InvariantCulture)} ]";
        var storing = new RunningCommand((second ?? link).Client, endpoint, control, life, timeProvider, mark, id) { KeepsFiles = true };
        ExecResult stored = await storing.RunAsync(RemoteShell.Command(endpoint.Elevation, mark, id, control.Directory, store, hasInput: true), CommandInput.Of(script), null, cancellationToken)
            .ConfigureAwait(false);
        if (!stored.Succeeded)
        {
            control.Forget(id);
            return NotStarted($"the command is too long for an argument and could not be stored in {file}: {stored.StandardError}");
        }

        // The shell reads the file as it goes, so it is removed only afterwards, under its own id.
        string text = RemoteShell.Command(endpoint.Elevation, mark, id, control.Directory, $"exec /bin/sh {file}", hasInput: true);
        return await Running(id).RunAsync(text, input, output, cancellationToken).ConfigureAwait(false);
    }

    private RunningCommand Running(string id) => new((second ?? link).Client, endpoint, control, life, timeProvider, mark, id);

    private string NextId() => Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);

    private static ExecResult NotStarted(string reason) => new(ExecOutcome.NotStarted, null, null, "", reason);
}
