namespace KubeHa.Lab;

/// <summary>What every proof begins with: the lab on, the cluster applied and verified.</summary>
internal sealed class ClusterOfLab(Talk talk, DataCentre lab, ReferenceProgram program)
{
    /// <exception cref="LabException">It could not be brought there.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await EnsureMachinesAsync(cancellationToken);
        if ((await program.VerifyAsync(cancellationToken)).Code == 0)
        {
            return;
        }

        var apply = await program.ApplyAsync(cancellationToken);
        if (apply.Code == 0 && (await program.VerifyAsync(cancellationToken)).Code == 0)
        {
            return;
        }

        // Whatever an earlier proof that was killed has left (a wiped machine, a broken member): from the beginning.
        talk.Say($"the cluster is not to be had as it is, so from bare machines: {apply.Tail}");
        await lab.RenewAsync(cancellationToken);
        (await program.ApplyAsync(cancellationToken)).Must();
        (await program.VerifyAsync(cancellationToken)).Must();
    }

    /// <summary>All machines on and cabled.</summary>
    public async Task EnsureMachinesAsync(CancellationToken cancellationToken)
    {
        var states = await DataCentre.StatusAsync(cancellationToken);
        if (states.Count == 0)
        {
            await lab.UpAsync(cancellationToken);
            return;
        }

        foreach (var machine in states)
        {
            if (machine.Power == "frozen")
            {
                await lab.DoAsync(cancellationToken, "thaw", machine.Name);
            }

            if (machine.Power == "off")
            {
                await lab.DoAsync(cancellationToken, "start", machine.Name);
            }
            else if (machine.Cable == "out")
            {
                await lab.DoAsync(cancellationToken, "plug", machine.Name);
            }
        }
    }
}
