using System.Runtime.InteropServices;
using KubeHa.Lab;

using var cancel = new CancellationTokenSource();

// Once: what runs is ended by its id, cables are plugged in again. Twice: at once.
void Interrupt(PosixSignalContext context)
{
    context.Cancel = !cancel.IsCancellationRequested;
    cancel.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

try
{
    return await RunAsync(args, cancel.Token);
}
catch (UsageException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (LabException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled.");
    return 5;
}

static async Task<int> RunAsync(string[] words, CancellationToken cancellationToken)
{
    switch (words)
    {
        case ["probe", .. var rest]:
            await new Prober(ProbeOptions.Parse(rest)).RunAsync(cancellationToken);
            return 0;
        case ["proof", var name] when ProofTable.All.FirstOrDefault(proof => proof.Name == name) is { } proof:
            using (ProofLock.Take(proof.WantsLab ? "lock" : $"{name}.lock"))
            {
                if (proof.WantsLab)
                {
                    ReferenceProgram.Install();
                }

                return await new ProofRunner(new Bench()).RunAsync(proof, cancellationToken);
            }

        case ["test", .. var options] when options.All(option => option is "--keep" or "--long"):
            using (ProofLock.Take())
            {
                ReferenceProgram.Install();
                return await new LabTest(new Bench(), options.Contains("--keep"), options.Contains("--long")).RunAsync(cancellationToken);
            }

        case ["tables"]:
            ProofPage.Write();
            return 0;
        default:
            throw new UsageException($"""
                usage: KubeHa.Lab COMMAND
                  proof NAME             one of: {string.Join(' ', ProofTable.All.Select(proof => proof.Name))}
                  test [--keep] [--long] the lab's part of the tests
                  tables                 writes docs/proofs.md from docs/proof/*.json
                  probe --out FILE ...   connections on the clock, run in the client's network namespace
                """);
    }
}
