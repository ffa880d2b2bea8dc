using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>Runs the rounds of a proof that have not been run for this source yet, and writes down the result. A round for which the lab, or what it measures with, did not come up is none: it is run again at the next call.</summary>
internal sealed class ProofRunner(Bench bench)
{
    public async Task<int> RunAsync(Proof proof, CancellationToken cancellationToken)
    {
        var source = await Source.ReadAsync(cancellationToken);
        var progress = ProofFiles.Read(ProofFiles.Progress(proof.Name));
        if ((string?)progress?["key"] != source.Key)
        {
            progress = new JsonObject { ["key"] = source.Key, ["startedAt"] = Clock.Stamp(DateTimeOffset.UtcNow), ["rounds"] = new JsonArray() };
        }

        var rounds = progress!["rounds"]!.AsArray();
        bench.Talk.Say($"proof {proof.Name}: {proof.Shows}");
        bench.Talk.Say($"{source.Key[..12]}{(source.Dirty ? " with changes" : string.Empty)}, {rounds.Count} of {proof.Rounds} rounds done before");
        while (rounds.Count < proof.Rounds)
        {
            rounds.Add((JsonNode)await RoundAsync(proof, rounds.Count + 1, cancellationToken));
            ProofFiles.Write(ProofFiles.Progress(proof.Name), progress);
        }

        var result = Result(proof, source, progress);
        ProofFiles.Write(ProofFiles.Result(proof.Name), result);
        File.Delete(ProofFiles.Progress(proof.Name));
        ProofPage.Write();
        var passed = (bool)result["verdict"]!["passed"]!;
        bench.Talk.Say($"proof {proof.Name} {(passed ? "passed" : "FAILED")}: {(string)result["verdict"]!["worst"]!}; docs/proof/{proof.Name}.json");
        return passed ? 0 : 1;
    }

    private async Task<JsonObject> RoundAsync(Proof proof, int number, CancellationToken cancellationToken)
    {
        var round = new Round(number, bench.Talk);
        bench.Talk.Say($"round {number} of {proof.Rounds}");
        if (proof.WantsCluster(number))
        {
            await bench.Cluster.EnsureAsync(cancellationToken);
        }

        var at = DateTimeOffset.UtcNow;
        var start = bench.Talk.Seconds;
        try
        {
            await proof.RunAsync(round, bench, cancellationToken);
        }
        catch (LabException failed) when (failed is not NoLabException)
        {
            round.Fail(failed.Message);
        }

        bench.Talk.Say($"round {number} {(round.Passed ? "passed" : "FAILED")} in {bench.Talk.Seconds - start:0.0} s");
        return round.ToJson(at, bench.Talk.Seconds - start);
    }

    private static JsonObject Result(Proof proof, Source source, JsonObject progress)
    {
        var rounds = progress["rounds"]!.AsArray().Select(round => round!.AsObject()).ToList();
        var reasons = rounds.SelectMany(round => round["reasons"]!.AsArray().Select(reason => $"round {round["round"]}: {reason}"))
            .Concat(proof.Missed(rounds)).ToList();
        return new JsonObject
        {
            ["proof"] = proof.Name,
            ["commit"] = source.Commit,
            ["dirty"] = source.Dirty,
            ["startedAt"] = (string?)progress["startedAt"],
            ["machine"] = Source.Machine(),
            ["settings"] = proof.Settings,
            ["verdict"] = new JsonObject
            {
                ["passed"] = reasons.Count == 0 && rounds.Count == proof.Rounds,
                ["worst"] = proof.Worst(rounds),
                ["bound"] = proof.Bound,
                ["reasons"] = new JsonArray([.. reasons.Select(reason => (JsonNode)reason)]),
            },
            ["rounds"] = progress["rounds"]!.DeepClone(),
        };
    }
}
