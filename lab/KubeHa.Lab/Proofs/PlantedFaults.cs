using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Verification finds what is wrong, by the right check, and nothing where nothing is.</summary>
internal sealed class PlantedFaults : Proof
{
    private const int HealthyRounds = 20;

    public override string Name => "planted-faults";

    public override string Shows => "each of a list of faults is made by hand on a cluster that stands: verify finds it by the check that is meant for it and says what to do, and passes again when it is taken back; then verifies the untouched cluster twenty times without a false alarm";

    public override int Rounds => PlantedFault.All.Count + HealthyRounds;

    public override string Bound => "the right check fails with a hint, for the right machine; no check fails or warns in 20 verifications of a healthy cluster, but for etcd-disk, which may warn of the disk that all machines share";

    public override JsonObject Settings => new() { ["faults"] = PlantedFault.All.Count, ["healthyVerifications"] = HealthyRounds };

    public override bool WantsCluster(int round) => round <= PlantedFault.All.Count + 1;

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        if (round.Number > PlantedFault.All.Count)
        {
            PlantedFault.JudgeHealthy(round, await VerifyAsync(round, bench, cancellationToken));
            return;
        }

        var owner = await DataCentre.VipOwnerAsync(Machines.Directors, cancellationToken);
        var fault = PlantedFault.All[round.Number - 1].With(owner, Machines.Directors.Single(director => director != owner));
        round.Saw("fault", fault.What);
        round.Saw("machine", fault.Machine);
        round.Saw("expected", $"{fault.Check} [{fault.On}]");
        try
        {
            _ = await DataCentre.AskAsync(fault.Machine, fault.Plant, cancellationToken);
            fault.Judge(round, await VerifyAsync(round, bench, cancellationToken));
        }
        finally
        {
            _ = await DataCentre.AskAsync(fault.Machine, fault.TakeBack, CancellationToken.None);
        }

        await MustVerifyAsync(round, bench, TimeSpan.FromMinutes(3), cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"{rounds.Count(round => round["fault"] is not null && (bool?)round["passed"] == true)} of {PlantedFault.All.Count} found by the right check; {Largest(rounds, "falseAlarms") ?? 0} false alarms in the worst of {rounds.Count(round => round["falseAlarms"] is not null)} healthy verifications, the longest verification took {Largest(rounds, "verifySeconds")} s");

    private static async Task<JsonNode> VerifyAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var ended = await bench.Program.VerifyAsJsonAsync(cancellationToken);
        round.Saw("verifySeconds", Rounded(ended.Seconds));
        round.Saw("verifyExitCode", ended.Code);
        try
        {
            return JsonNode.Parse(ended.Output)!;
        }
        catch (JsonException)
        {
            throw new LabException($"verify gave no document: {ended.Tail}");
        }
    }
}
