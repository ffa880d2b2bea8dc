using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace KubeHa.Ssh;

/// <summary>
/// Gives a command what it reads. For input on a channel that both sides have closed sshd ends the whole connection, so nothing may come late: the shell around a command that ended keeps
/// the channel until the end of the input came.
/// </summary>
internal sealed class InputFeed(SshCommand command, Secret? password, CommandInput input)
{
    private readonly Lock gate = new();
    private Stream? channel;
    private bool atEnd;
    private volatile bool stopped;

    /// <summary>Runs until everything is given, or nobody wants more.</summary>
    /// <exception cref="CallerStreamException">The source cannot be read.</exception>
    public void Run()
    {
        if (!TryGive(Open))
        {
            return;
        }

        foreach (ReadOnlyMemory<byte> piece in input.Pieces())
        {
            if (!TryGive(() => channel!.Write(piece.Span)))
            {
                return;
            }
        }

        End();
    }

    /// <summary>The command ended: the rest is wanted no more, and the end is waited for.</summary>
    public void End() => TryGive(() =>
    {
        atEnd = true;
        channel ??= command.CreateInputStream();
        channel.Dispose();
    });

    /// <summary>The command is being killed, and with it goes the shell that would read the rest. Does not wait: a write may hang until then.</summary>
    public void Stop() => stopped = true;

    private void Open()
    {
        channel = command.CreateInputStream();
        if (password is not null)
        {
            channel.Write(Encoding.UTF8.GetBytes(password.Reveal() + "\n"));
        }
    }

    private bool TryGive(Action give)
    {
        lock (gate)
        {
            if (atEnd || stopped || command.ExitStatus is not null || command.ExitSignal is not null)
            {
                return false;
            }

            try
            {
                give();
                return true;
            }
            catch (Exception e) when (e is SshException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // The command ended and left the rest of its input; that is its right.
                return false;
            }
        }
    }
}
