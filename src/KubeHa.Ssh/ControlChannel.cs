using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Renci.SshNet;

namespace KubeHa.Ssh;

/// <summary>
/// The session's own shell on the machine. It answers signs of life, ends process groups, and outlives the connection just long enough to end whatever
/// still runs: a lost connection must not leave an installer behind.
/// </summary>
internal sealed class ControlChannel(SshLink link, SshEndpoint endpoint, string mark, SessionLife life, TimeProvider timeProvider)
{
    private const int MissedBeatsAllowed = 3;

    private readonly TaskCompletionSource<string> hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> awaited = new();
    private readonly OutputCollector login = new(RemoteShell.LoginMarker(mark), 64 * 1024);
    private readonly OutputCollector errors = new("", 64 * 1024);
    private readonly Lock writing = new();
    private SshCommand? command;
    private Stream? input;
    private ITimer? heart;
    private int beatUnderWay;

    /// <summary>What the machine seems to wait for where it does not greet in time.</summary>
    public string Delay => login.Begun
        ? $"{(endpoint.Elevation == SshElevation.None ? "Its /bin/sh" : "Its sudo")} began and came to no end. {Said}"
        : $"The login shell of {endpoint.User} came to no command: one of its start-up files, such as ~/.bashrc, may wait for something, or the machine is very busy. {Said} See what 'ssh {endpoint.User}@{endpoint.Host} true' does.";

    /// <summary>The session's directory on the machine, known once <see cref="OpenAsync"/> returned.</summary>
    public string Directory { get; private set; } = "";

    public async Task OpenAsync(TimeSpan deadPeerTimeout, CancellationToken cancellationToken)
    {
        await DedicatedThread.Run(Start).WaitAsync(cancellationToken).ConfigureAwait(false);
        string line = await hello.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        string[] fields = line.Split(' ', 3);
        if (fields.Length != 3 || fields[0] != "S")
        {
            throw endpoint.Failure(TransportFailure.LoginShellUnusable, $"The session's shell answered '{line}' instead of its greeting.");
        }

        if (fields[1] != "0")
        {
            throw endpoint.Failure(TransportFailure.ElevationRefused,
                $"The login as {endpoint.User} has user id {fields[1]} and is not root. Log in as root, or set Elevation to SudoNoPassword or SudoPassword.");
        }

        Directory = fields[2];
        TimeSpan interval = deadPeerTimeout / (MissedBeatsAllowed + 1);
        heart = timeProvider.CreateTimer(_ => Beat(interval), null, interval, interval);
    }

    /// <summary>Signals a command's process group.</summary>
    /// <returns>Whether the group was there; <see langword="null"/> where the machine does not answer within the time.</returns>
    public async Task<bool?> SignalAsync(string id, bool kill, TimeSpan patience)
    {
        string verb = kill ? "K" : "T";
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        awaited[id] = answer;
        DedicatedThread.Forget(DedicatedThread.Run(() => Write($"{verb} {id}\n")));
        Task first = await Task.WhenAny(answer.Task, life.Lost, Task.Delay(patience, timeProvider)).ConfigureAwait(false);
        return first == answer.Task ? await answer.Task.ConfigureAwait(false) : null;
    }

    /// <summary>Forgets a command that ended, so that its process group's number is never signalled again.</summary>
    public void Forget(string id)
    {
        if (!life.IsLost)
        {
            DedicatedThread.Forget(Task.Run(() => Write($"E {id}\n")));
        }
    }

    public void Close()
    {
        heart?.Dispose();
        hello.TrySetCanceled();
    }

    private void Start()
    {
        command = link.Client.CreateCommand(RemoteShell.ControlCommand(endpoint.Elevation, mark));
        Task running = command.ExecuteAsync(CancellationToken.None);
        try
        {
            input = command.CreateInputStream();
            if (endpoint.Elevation == SshElevation.SudoPassword)
            {
                Write(endpoint.SudoPassword!.Reveal() + "\n");
            }
        }
        catch (InvalidOperationException)
        {
            // It ended already, as a sudo that refuses at once does: what it said is told when its end is seen.
        }

        Stream output = command.OutputStream, error = command.ExtendedOutputStream;
        Task readErrors = StreamPump.Run(error, bytes => errors.Take(bytes));
        Task readAnswers = ReadAnswers(output);
        DedicatedThread.Forget(readErrors);
        DedicatedThread.Forget(readAnswers);
        DedicatedThread.Forget(Task.WhenAll(running, readAnswers).ContinueWith(_ => Ended(readErrors), TaskScheduler.Default));
    }

    private Task ReadAnswers(Stream output)
    {
        var begin = new OutputCollector(RemoteShell.Marker(mark), 0, new LineSink(new StringBuilder(), Answer));
        return StreamPump.Run(output, bytes =>
        {
            life.Heard();
            if (!login.Begun)
            {
                login.Take(bytes);
            }

            begin.Take(bytes);
        });
    }

    private void Answer(string line)
    {
        if (!hello.TrySetResult(line) && line.Split(' ') is [string verb, string id] && verb != "P" && awaited.TryRemove(id, out TaskCompletionSource<bool>? answer))
        {
            answer.TrySetResult(verb != "G");
        }
    }

    private void Ended(Task readErrors)
    {
        readErrors.Wait(TimeSpan.FromSeconds(1));
        life.Lose("the session's shell on the machine ended");
        string said = Said;
        hello.TrySetException(!login.Begun
            ? endpoint.Failure(TransportFailure.LoginShellUnusable,
                $"The login as {endpoint.User} works, but its shell runs no command. {said} Give the user a shell such as /bin/sh, and see that no ForceCommand stands in the way.")
            : endpoint.Elevation == SshElevation.None
                ? endpoint.Failure(TransportFailure.LoginShellUnusable, $"The session's shell could not start. {said}")
                : endpoint.Failure(TransportFailure.ElevationRefused, $"sudo did not make {endpoint.User} root. {said} {SudoHint(said)}"));
    }

    private string Said
    {
        get
        {
            string said = string.Join(' ', $"{errors.Kept} {login.Noise}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            return said.Length == 0 ? "It said nothing." : $"It said: {said}";
        }
    }

    private string SudoHint(string said) => said.Contains("tty", StringComparison.Ordinal)
        ? $"Write 'Defaults:{endpoint.User} !requiretty' to a file under /etc/sudoers.d."
        : endpoint.Elevation == SshElevation.SudoPassword ? "Check SudoPassword; it was tried once."
        : $"Write '{endpoint.User} ALL=(ALL) NOPASSWD: ALL' to a file under /etc/sudoers.d, or set SudoPassword.";

    private void Beat(TimeSpan interval)
    {
        // The timer must never wait for the network: a frozen peer blocks writers, and then nobody would count.
        if (life.Silence > interval * MissedBeatsAllowed)
        {
            link.Doubt();
            life.Lose(string.Create(CultureInfo.InvariantCulture, $"the machine gave no sign of life for {life.Silence.TotalSeconds:0} s"));
        }
        else if (Interlocked.Exchange(ref beatUnderWay, 1) == 0)
        {
            DedicatedThread.Forget(DedicatedThread.Run(() =>
            {
                Write("P 0\n");
                Volatile.Write(ref beatUnderWay, 0);
            }));
        }
    }

    private void Write(string text)
    {
        lock (writing)
        {
            input!.Write(Encoding.UTF8.GetBytes(text));
            input.Flush();
        }
    }
}
