using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KubeHa.Prober;

// TERM or INT: end in order, with everything read back and cleaned up.
using var stop = new CancellationTokenSource();

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

try
{
    switch (args)
    {
        case ["check", "director"]:
            Console.WriteLine("ok");
            return 0;
        case ["check", "client"]:
            // Loads the TLS library, which is the machine's own.
            Console.WriteLine(SHA256.HashData("ok"u8).Length == SHA256.HashSizeInBytes ? "ok" : "no hash");
            return 0;
        case ["client", .. var rest]:
            var options = ProberOptions.Parse(rest);
            using (var access = ApiAccess.Read(await Console.In.ReadToEndAsync().ConfigureAwait(false), options.Endpoint))
            {
                return await new ClientRun(options, access).RunAsync(stop.Token).ConfigureAwait(false);
            }

        case ["director", .. var rest]:
            return await new DirectorRun(ProberOptions.Parse(rest)).RunAsync(stop.Token).ConfigureAwait(false);
        default:
            throw new UsageException("usage: kubeha-prober check client|director | client OPTIONS | director OPTIONS");
    }
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
    return 2;
}
catch (Exception failed)
{
    // Native code without stack traces: what it was must be in one line.
    await Console.Error.WriteLineAsync($"{failed.GetType().Name}: {failed.Message}{(failed.InnerException is { } inner ? $" ({inner.GetType().Name}: {inner.Message})" : string.Empty)}").ConfigureAwait(false);
    return 1;
}
