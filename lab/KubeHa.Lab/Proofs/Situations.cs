using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>The stand-ins of the crash simulation, held against the real tools.</summary>
internal sealed class Situations : Proof
{
    // The simulation's machines, and those of the lab in their place.
    private static readonly Dictionary<string, string> Places = new()
    {
        ["cp1"] = "master", ["cp2"] = "master2", ["cp3"] = "master3", ["w1"] = "node1", ["lvs1"] = "lvs01", ["lvs2"] = "lvs02",
    };

    public override string Name => "situations";

    public override string Shows => "ten situations are made by hand, by the same shell texts, on the stand-ins of the crash simulation and on the lab's machines with the real kubeadm, kubelet, etcd, systemd, nft, ip and ipvsadm: both print the same; what is broken then is mended by apply";

    public override int Rounds => 1;

    public override string Bound => "the same lines in all ten; apply ends with 0 and verifies";

    public override JsonObject Settings => new() { ["places"] = new JsonObject([.. Places.Select(place => KeyValuePair.Create(place.Key, (JsonNode?)place.Value))]) };

    public override async Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken)
    {
        var simulated = (await CrashSimulation.SituationsAsync(cancellationToken))["situations"]!.AsArray();
        var values = Values(await DataCentre.AskAsync("master", $"sed -n 's/^{Machines.Vip} //p' /etc/hosts", cancellationToken));
        var compared = new JsonArray();
        foreach (var situation in simulated.Select(situation => situation!.AsObject()))
        {
            var name = (string)situation["name"]!;
            bench.Talk.Say($"  {name}");
            foreach (var part in situation["parts"]!.AsArray().Select(part => part!.AsObject()))
            {
                var machine = Places[(string)part["machine"]!];
                var ended = await DataCentre.ShellAsync(machine, values + (string)part["script"]!, cancellationToken);
                var real = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                var standIns = part["seen"]!.AsArray().Select(line => (string)line!).ToList();
                compared.Add((JsonNode)new JsonObject { ["situation"] = name, ["machine"] = machine, ["standIns"] = part["seen"]!.DeepClone(), ["real"] = new JsonArray([.. real.Select(line => (JsonNode)line)]) });
                round.Must(real.SequenceEqual(standIns), $"{name}, on {machine}: real tools say '{string.Join("; ", real.Except(standIns))}', stand-ins say '{string.Join("; ", standIns.Except(real))}'; {ended.Errors.Trim()}");
            }
        }

        round.Saw("compared", compared);
        round.Saw("situations", simulated.Count);
        round.Saw("lines", compared.Sum(part => part!["real"]!.AsArray().Count));
        await HealAsync(round, bench, only: null, cancellationToken);
    }

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Text($"{Largest(rounds, "lines")} lines in {Largest(rounds, "situations")} situations; the mending apply took {Largest(rounds, "applySeconds")} s");

    private static string Values(string endpoint) =>
        string.Create(CultureInfo.InvariantCulture, $"VIP={Machines.Vip} PORT={Machines.Port} ENDPOINT={endpoint}\n")
        + string.Concat(Places.Select(place => $"{place.Key.ToUpperInvariant()}={place.Value} {place.Key.ToUpperInvariant()}_ADDRESS={Machines.Addresses[place.Value]}\n"));
}
