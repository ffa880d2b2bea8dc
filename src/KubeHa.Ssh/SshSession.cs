using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Renci.SshNet;

namespace KubeHa.Ssh;

/// <summary>A connection to one machine, with its control shell.</summary>
internal sealed class SshSession : IHostSession
{
    // sshd allows ten sessions a connection by default; one is the control shell's, one is spare while an ended one is not yet given back.
    private const int MostCommands = 8;

    private readonly SshClient client;
    private readonly SshEndpoint endpoint;
    private readonly SessionLife life;
    private readonly ControlChannel control;
    private readonly TimeProvider timeProvider;
    private readonly string mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    private readonly SemaphoreSlim places = new(MostCommands);
    private int lastId;
    private int disposed;

    public SshSession(SshClient client, SshEndpoint endpoint, TimeProvider timeProvider)
    {
        this.client = client;
        this.endpoint = endpoint;
        this.timeProvider = timeProvider;
        life = new SessionLife(timeProvider);
        control = new ControlChannel(client, endpoint, mark, life, timeProvider);
        client.ErrorOccurred += (_, e) => life.Lose(e.Exception.Message);
    }

    public Task OpenAsync(TimeSpan keepAlive, CancellationToken cancellationToken) => control.OpenAsync(keepAlive, cancellationToken);

    public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            Task waiting = places.WaitAsync(cancellationToken);
            if (await Task.WhenAny(waiting, life.Lost).ConfigureAwait(false) != waiting)
            {
                return NotStarted(await life.Lost.ConfigureAwait(false));
            }

            await waiting.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return NotStarted("cancelled before it started");
        }

        try
        {
            if (life.IsLost || disposed != 0)
            {
                return NotStarted(life.IsLost ? await life.Lost.ConfigureAwait(false) : "the session is closed");
            }

            return cancellationToken.IsCancellationRequested ? NotStarted("cancelled before it started")
                : await RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
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
        Task closing = DedicatedThread.Run(client.Dispose);
        DedicatedThread.Forget(closing);
        await Task.WhenAny(closing, Task.Delay(TimeSpan.FromSeconds(2), timeProvider)).ConfigureAwait(false);
    }

    private async Task<ExecResult> RunAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        string id = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);
        string? file = null;
        string text = RemoteShell.Command(endpoint.Elevation, mark, id, control.Directory, request.Command, request.StandardInput is not null);
        if (!RemoteShell.FitsArgument(text))
        {
            string fileId = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);
            file = $"{control.Directory}/{fileId}.s";
            ExecResult stored = await StoreAsync(fileId, file, request.Command, cancellationToken).ConfigureAwait(false);
            if (!stored.Succeeded)
            {
                control.Forget(fileId);
                return NotStarted($"the command is too long for an argument and could not be stored in {file}: {stored.StandardError}");
            }

            // The shell reads the file as it goes, so it is removed only afterwards, under its own id.
            id = fileId;
        }

        var command = new RunningCommand(client, endpoint, control, life, timeProvider, mark, id);
        return await command.RunAsync(file is null ? request.Command : $"exec /bin/sh {file}", request.StandardInput, request.StandardOutput, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<ExecResult> StoreAsync(string id, string file, string script, CancellationToken cancellationToken)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(script + "\n");
        using var input = new MemoryStream(bytes);
        var command = new RunningCommand(client, endpoint, control, life, timeProvider, mark, id) { KeepsFiles = true };
        return await command.RunAsync($"umask 077; cat >{file} && [ \"$(wc -c <{file})\" -eq {bytes.Length.ToString(CultureInfo.InvariantCulture)} ]", input, null, cancellationToken)
            .ConfigureAwait(false);
    }

    private static ExecResult NotStarted(string reason) => new(ExecOutcome.NotStarted, null, null, "", reason);
}
