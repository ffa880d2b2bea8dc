using System.Net;

namespace KubeHa.Lab;

/// <summary>The prober as a process in the client's network namespace.</summary>
internal sealed class RunningProbe : IAsyncDisposable
{
    private readonly ProbeOptions options;
    private readonly Child child;

    private RunningProbe(ProbeOptions options)
    {
        this.options = options;

        // Before everything else on this machine: it shall measure the cluster, and not how long it waited for a processor itself.
        child = Child.Start(Layout.LabCommand, ["measure", "dotnet", ReferenceProgram.Own, "probe", .. options.ToArguments()]);
    }

    /// <summary>Starts it and waits until attempts come in.</summary>
    /// <exception cref="LabException">None do.</exception>
    public static async Task<RunningProbe> StartAsync(double seconds, CancellationToken cancellationToken)
    {
        var file = Path.Join(ReferenceProgram.NewFolder("probe"), "attempts.jsonl");
        var probe = new RunningProbe(new ProbeOptions(new IPEndPoint(IPAddress.Parse(Machines.Vip), Machines.Port), file, seconds, 50, 1000));
        try
        {
            for (var wait = 0; wait < 300; wait++)
            {
                await Task.Delay(100, cancellationToken);
                if (File.Exists(file) && (await File.ReadAllLinesAsync(file, cancellationToken)).Length > 20)
                {
                    return probe;
                }
            }

            throw new LabException("the prober in the client's network namespace writes nothing");
        }
        catch
        {
            await probe.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it has made so many attempts.</summary>
    public async Task WaitForAsync(int attempts, CancellationToken cancellationToken)
    {
        while (!child.HasEnded && Attempt.Read(options.File).Count < attempts)
        {
            await Task.Delay(1000, cancellationToken);
        }
    }

    /// <summary>Waits until every attempt was good for a while: what was going on before has come to rest.</summary>
    /// <returns>How many seconds it waited.</returns>
    /// <exception cref="LabException">It does not come to rest.</exception>
    public async Task<double> CalmAsync(TimeSpan calm, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = Clock.Now;
        for (var now = start; now - start < limit.TotalMilliseconds; now = Clock.Now)
        {
            await Task.Delay(200, cancellationToken);
            if (Clock.Now - start > calm.TotalMilliseconds && Outage.IsCalm(Attempt.Read(options.File), Clock.Now - calm.TotalMilliseconds))
            {
                return (Clock.Now - start) / 1000;
            }
        }

        throw new LabException($"new connections are late or fail without any fault: not {calm.TotalSeconds:0.#} s in a row of {limit.TotalSeconds:0} s were good");
    }

    /// <summary>Ends it and gives all its attempts.</summary>
    public async Task<IReadOnlyList<Attempt>> StopAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(options.StopFile, string.Empty, cancellationToken);
        (await child.EndAsync(cancellationToken)).Must();
        return Attempt.Read(options.File);
    }

    public ValueTask DisposeAsync() => child.DisposeAsync();
}
