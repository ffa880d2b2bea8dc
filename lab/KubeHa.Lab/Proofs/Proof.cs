using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Something that the library claims, shown on the lab's machines in rounds.</summary>
internal abstract class Proof
{
    public abstract string Name { get; }

    /// <summary>What is shown, one sentence.</summary>
    public abstract string Shows { get; }

    public abstract int Rounds { get; }

    /// <summary>What was allowed, as text.</summary>
    public abstract string Bound { get; }

    /// <summary>How it is measured.</summary>
    public abstract JsonObject Settings { get; }

    /// <summary>Whether it needs the lab at all.</summary>
    public virtual bool WantsLab => true;

    /// <summary>Whether a round begins with the cluster applied and verified; else it takes bare machines itself.</summary>
    public virtual bool WantsCluster(int round) => true;

    /// <summary>One round.</summary>
    public abstract Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken);

    /// <summary>The worst of what was measured, as text.</summary>
    public abstract string Worst(IReadOnlyList<JsonObject> rounds);

    /// <summary>What does not hold of all rounds together, though each for itself may have passed.</summary>
    public virtual IEnumerable<string> Missed(IReadOnlyList<JsonObject> rounds) => [];

    /// <summary>The largest number of this name in any round.</summary>
    protected static double? Largest(IReadOnlyList<JsonObject> rounds, string name)
    {
        // A number of this run is an int or a double, one read back from progress is neither: their text is the same.
        var values = rounds.Select(round => round[name]).OfType<JsonValue>().Select(value => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)).ToList();
        return values.Count > 0 ? values.Max() : null;
    }

    /// <summary>The cluster must verify by itself within a time: the lab's own, or that of a file.</summary>
    protected static async Task MustVerifyAsync(Round round, Bench bench, TimeSpan limit, CancellationToken cancellationToken, string? file = null)
    {
        var seconds = await bench.Program.VerifyUntilAsync(limit, cancellationToken, file);
        round.Saw("verifiedAfterSeconds", seconds is null ? null : Rounded(seconds.Value));
        round.Must(seconds <= limit.TotalSeconds, $"the cluster did not verify within {limit.TotalMinutes} min");
    }

    /// <summary>An apply that must end well, and a verification after it.</summary>
    protected static async Task HealAsync(Round round, Bench bench, string? only, CancellationToken cancellationToken)
    {
        var apply = await bench.Program.ApplyAsync(cancellationToken, only);
        round.Saw("applySeconds", Rounded(apply.Seconds));
        round.Saw("applyExitCode", apply.Code);
        round.Must(apply.Code == 0, $"apply ended with {apply.Code}: {apply.Tail}");
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(1), cancellationToken);
    }

    /// <summary>Writes the lab's cluster, changed, as a file into a folder that is the proof's.</summary>
    /// <returns>The file.</returns>
    protected static async Task<string> WrittenAsync(Bench bench, string folder, Func<Cluster, ClusterBuilder> change, CancellationToken cancellationToken)
    {
        var file = Path.Join(folder, "cluster.yaml");
        var cluster = ClusterFile.Parse(await bench.Program.ClusterFileAsync(cancellationToken)).Build();
        await File.WriteAllTextAsync(file, ClusterFile.Write(change(cluster).Build()), cancellationToken);
        return file;
    }

    /// <summary>A verification of the cluster of a file, which must pass.</summary>
    protected static async Task MustVerifyFileAsync(Round round, Bench bench, string file, string name, CancellationToken cancellationToken)
    {
        var ended = await bench.Program.VerifyOnLabAsync(file, cancellationToken);
        round.Saw(name, ended.Code);
        round.Must(ended.Code == 0, $"{name}: {ended.Tail}");
    }

    /// <summary>Applies the cluster of a file, verifies it, and applies it again, which must change nothing.</summary>
    protected static async Task MustComeUpAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        var apply = (await bench.Program.ApplyOnLabAsync(file, cancellationToken)).Must();
        round.Saw("applySeconds", Rounded(apply.Seconds));
        await MustVerifyFileAsync(round, bench, file, "verified", cancellationToken);
        (await bench.Program.ApplyOnLabAsync(file, cancellationToken)).Must();
        var again = ReferenceProgram.ChangedByLast();
        round.Saw("changedAgain", again.Count);
        round.Must(again.Count == 0, $"applied again it changed {string.Join(' ', again)}");
    }

    /// <summary>The director that has the virtual IP loses its power: the client must be answered within a time, and the cluster verify once the director is back.</summary>
    protected static async Task MustAnswerAfterKillAsync(Round round, Bench bench, string file, TimeSpan limit, CancellationToken cancellationToken)
    {
        var owner = await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken);
        await MustAnswerWithoutAsync(round, bench, owner, "kubectl --request-timeout=2s get --raw /readyz", limit, cancellationToken);
        await bench.Lab.DoAsync(cancellationToken, "start", owner);
        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(5), cancellationToken, file);
    }

    /// <summary>A director loses its power: the client, who asks again and again, must be answered within a time.</summary>
    protected static async Task MustAnswerWithoutAsync(Round round, Bench bench, string director, string question, TimeSpan limit, CancellationToken cancellationToken)
    {
        _ = await bench.Lab.KillAsync(director, cancellationToken);
        var start = bench.Talk.Seconds;
        await DataCentre.AskAsync("client", $"for i in $(seq 60); do {question} >/dev/null 2>&1 && exit 0; sleep 0.2; done; exit 1", cancellationToken);
        var seconds = Rounded(bench.Talk.Seconds - start);
        round.Saw("killed", director);
        round.Saw("answeredAfterSeconds", seconds);
        round.Must(seconds <= limit.TotalSeconds, $"the client was answered only {seconds} s after {director} was killed");
    }

    /// <summary>All control planes lose their power and get it back, and are woken by an apply that founds nothing and undoes nothing.</summary>
    protected static async Task MustWakeControlPlanesAsync(Round round, Bench bench, string file, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Machines.ControlPlanes.Select(machine => bench.Lab.DoAsync(cancellationToken, "kill", machine)));
        foreach (var machine in Machines.ControlPlanes)
        {
            await bench.Lab.DoAsync(cancellationToken, "start", machine);
        }

        // Whatever the kubelets did meanwhile: they are stopped, so that it is the apply that wakes.
        foreach (var machine in Machines.ControlPlanes)
        {
            await DataCentre.AskAsync(machine, "systemctl stop kubelet; crictl pods -q | while read -r pod; do crictl rmp -f $pod; done >/dev/null 2>&1; true", cancellationToken);
        }

        var start = bench.Talk.Seconds;
        var apply = await bench.Program.ApplyOnLabAsync(file, cancellationToken);
        round.Must(apply.Code == 0, $"after the blackout apply ended with {apply.Code}: {apply.Tail}");
        round.Must(!ReferenceProgram.ChangedByLast().Any(step => step.EndsWith("/init", StringComparison.Ordinal) || step.Contains("clean-up", StringComparison.Ordinal)), $"a control plane was undone or a cluster founded");
        await MustVerifyFileAsync(round, bench, file, "verifiedAfterBlackout", cancellationToken);
        round.Saw("wokenAfterSeconds", Rounded(bench.Talk.Seconds - start));
    }

    /// <summary>From the client a ConfigMap is written, again and again until it is there.</summary>
    /// <returns>How long it took, in seconds.</returns>
    protected static async Task<double> WriteAsync(Round round, Bench bench, string configMap, CancellationToken cancellationToken)
    {
        var start = bench.Talk.Seconds;
        await DataCentre.AskAsync(
            "client",
            $"for i in $(seq 100); do kubectl --request-timeout=3s create configmap {configMap} --from-literal=value=kept >/dev/null 2>&1 && exit 0; kubectl --request-timeout=3s get configmap {configMap} >/dev/null 2>&1 && exit 0; sleep 0.5; done; exit 1",
            cancellationToken);
        var seconds = Rounded(bench.Talk.Seconds - start);
        round.Saw("writtenAfterSeconds", seconds);
        return seconds;
    }

    /// <summary>What <see cref="WriteAsync"/> wrote is there.</summary>
    protected static async Task MustBeKeptAsync(Round round, string configMap, string after, CancellationToken cancellationToken)
    {
        var kept = await DataCentre.ShellAsync("client", $"kubectl get configmap {configMap} -o 'jsonpath={{.data.value}}'", cancellationToken);
        round.Must(kept.Output.Trim() == "kept", $"what was stored before {after} is not there: {kept.Tail}");
    }

    /// <summary>Where etcd is elsewhere, a control plane has none.</summary>
    protected static async Task MustHaveNoEtcdAsync(Round round, string controlPlane, CancellationToken cancellationToken)
    {
        var own = await DataCentre.AskAsync(controlPlane, "ls /etc/kubernetes/manifests /var/lib/etcd 2>/dev/null | grep -c -e '^etcd.yaml$' -e '^member$' || true", cancellationToken);
        round.Must(own == "0", $"{controlPlane} has an etcd of its own");
    }

    protected static double Rounded(double number, int digits = 1) => Math.Round(number, digits);

    protected static string Text(FormattableString text) => FormattableString.Invariant(text);
}
