namespace KubeHa.Lab;

/// <summary>The lab's part of the test suite, in order: from bare machines to nothing left.</summary>
internal sealed class LabTest(Bench bench, bool keep, bool @long)
{
    // An absolute time says as much of the machine that the lab stands on as of the program; 30 s were a quarter of a first apply where that was measured.
    private const double AgainShare = 0.25;

    private readonly Checklist list = new(bench.Talk);
    private readonly string scratch = ReferenceProgram.NewFolder("test");
    private double firstSeconds;

    public async Task<int> RunAsync(CancellationToken token)
    {
        if (await list.CheckAsync("the lab comes up with bare machines", () => bench.Lab.RenewAsync(token)))
        {
            await list.CheckAsync("fresh machines have no file without an owner but the named ones", () => bench.Lab.DoAsync(token, "selftest", "unowned"));
            await list.CheckAsync("kubeadm reads every document in its API version without a word", () => KubeadmDocuments.MustBeReadAsync(Machines.ControlPlanes[0], token));
            await RefusalsAsync(token);
            if (await list.CheckAsync("apply brings the cluster up", async () => firstSeconds = (await bench.Program.ApplyAsync(token)).Must().Seconds))
            {
                await ClusterAsync(token);
            }
            else
            {
                list.Skip("everything that needs the cluster", "apply failed");
            }

            await list.CheckAsync("snapshots report one change of each kind", () => bench.Lab.DoAsync(token, "selftest", "snapshot"));
        }

        if (!keep)
        {
            await list.CheckAsync("down leaves nothing", () => DownAsync(token));
            if (@long)
            {
                await list.CheckAsync("up and down work after crashes", () => bench.Lab.DoAsync(token, "selftest", "hygiene"));
            }
        }

        Console.WriteLine(list.Totals);
        return list.AllPassed ? 0 : 1;
    }

    private async Task RefusalsAsync(CancellationToken token)
    {
        var before = string.Empty;
        await list.CheckAsync("a snapshot is taken of all machines", async () => before = await SnapshotAsync("refused-before", token));
        await list.CheckAsync("an unreachable control plane stops apply", async () =>
        {
            await bench.Lab.DoAsync(token, "cut", "master3");
            try
            {
                MustRefuse(await bench.Program.ApplyAsync(token), "master3", "Unreachable");
            }
            finally
            {
                await bench.Lab.DoAsync(CancellationToken.None, "plug", "master3");
            }
        });
        await list.CheckAsync("a wrong key stops apply", async () =>
            MustRefuse(await bench.Program.ApplyAsync(token, inventory: await OperatorCopies.WithOtherKeyAsync(token)), "lvs01", "AuthenticationFailed"));
        await list.CheckAsync("a changed host key stops apply", async () =>
            MustRefuse(await bench.Program.ApplyAsync(token, inventory: OperatorCopies.WithOtherHostKey("lvs01", "lvs02")), "lvs01", "HostKeyChanged"));
        await list.CheckAsync("nothing was changed by what was refused", () => MustBeEqualAsync(before, "refused-after", token));
    }

    private async Task ClusterAsync(CancellationToken token)
    {
        await list.CheckAsync("verify passes", async () => (await bench.Program.VerifyAsync(token)).Must());
        await list.CheckAsync("kubectl on the client shows six Ready nodes", () => SixReadyAsync(token));
        await list.CheckAsync("both directors list three real servers", () => ThreeListedAsync(token));
        await list.CheckAsync("apply again from an empty folder changes nothing, in a quarter of the first one's time", () => AgainAsync(token));
        await list.CheckAsync("an unreachable worker is set aside", () => WorkerAsideAsync(token));
        await list.CheckAsync("the VIP moves in time when its director is killed", async () =>
        {
            (await bench.Program.VerifyAsync(token)).Must();
            var round = new Round(1, bench.Talk);
            await TakeoverMeasurement.RunAsync(round, bench, token);
            Checklist.Must(round.Passed, $"{round.ToJson(DateTimeOffset.UtcNow, 0)["reasons"]!.ToJsonString()}");
        });
    }

    private static void MustRefuse(Ended apply, string machine, string reason)
    {
        Checklist.Must(apply.Code == 1, $"apply must end with 1 and ended with {apply.Code}:\n{apply.Tail}");
        foreach (var word in (string[])[$"{machine} ({Machines.Addresses[machine]})", $"[{reason}]"])
        {
            Checklist.Must(apply.All.Contains(word, StringComparison.Ordinal), $"the output must name '{word}':\n{apply.Tail}");
        }
    }

    private static async Task SixReadyAsync(CancellationToken token)
    {
        var nodes = await DataCentre.AskAsync("client", "kubectl get nodes", token);
        Console.WriteLine(nodes);
        Checklist.Must(nodes.Split('\n').Count(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "Ready", ..]) == 6, $"not six nodes are Ready:\n{nodes}");
    }

    private static async Task ThreeListedAsync(CancellationToken token)
    {
        foreach (var director in Machines.Directors)
        {
            var listed = await DataCentre.RealServersAsync(director, token);
            Checklist.Must(listed == 3, $"{director} lists {listed} real servers");
        }
    }

    private async Task AgainAsync(CancellationToken token)
    {
        var before = Path.Join(scratch, "again-before");
        await bench.Lab.SettledSnapshotAsync(before, token);
        var apply = (await bench.Program.ApplyAsync(token, state: ReferenceProgram.NewFolder("empty-state"))).Must();
        Checklist.Must(apply.All.Contains("nothing to change: 0 changed", StringComparison.Ordinal), $"apply does not say that nothing changed:\n{apply.Tail}");
        Checklist.Must(apply.Seconds < firstSeconds * AgainShare, $"it took {apply.Seconds:0.0} s, and the first {firstSeconds:0.0} s");
        await MustBeEqualAsync(before, "again-after", token);
    }

    private async Task WorkerAsideAsync(CancellationToken token)
    {
        await bench.Lab.DoAsync(token, "cut", "node3");
        try
        {
            var apply = await bench.Program.ApplyAsync(token);
            Checklist.Must(apply.Code == 3, $"apply must end with 3 and ended with {apply.Code}:\n{apply.Tail}");
            Checklist.Must(apply.All.Split('\n').Count(line => line.Contains($"set aside  node3", StringComparison.Ordinal)) >= 2, $"node3 must be named as set aside, first and last:\n{apply.Tail}");
            Checklist.Must(apply.All.Contains(" 0 failed, 1 machines set aside", StringComparison.Ordinal), $"the rest must be done:\n{apply.Tail}");
        }
        finally
        {
            await bench.Lab.DoAsync(CancellationToken.None, "plug", "node3");
        }

        Checklist.Must(await bench.Program.VerifyUntilAsync(TimeSpan.FromMinutes(3), token) is not null, $"the cluster did not verify within 3 min after node3's cable was in again");
    }

    private async Task DownAsync(CancellationToken token)
    {
        await bench.Lab.DoAsync(token, "down");
        var left = Leftovers.Find();
        Checklist.Must(left.Count == 0, $"left over: {string.Join(", ", left)}");
    }

    private async Task<string> SnapshotAsync(string name, CancellationToken token)
    {
        var file = Path.Join(scratch, name);
        await bench.Lab.DoAsync(token, "snapshot", file);
        return file;
    }

    private async Task MustBeEqualAsync(string before, string after, CancellationToken token) =>
        await bench.Lab.DoAsync(token, "snapshot", "diff", before, await SnapshotAsync(after, token));
}
