using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Simulation;

/// <summary>Carries the situations out on simulated machines: each on the installed cluster, as it was.</summary>
public sealed class SituationRun(World world, SimulationTransport transport, Rehearsal rehearsal)
{
    /// <returns>Of each its name, its parts, and the lines it printed.</returns>
    public async Task<JsonArray> RunAsync()
    {
        var seen = new JsonArray();
        foreach (var situation in Situation.All)
        {
            rehearsal.EndTree.Restore(world);
            var parts = new JsonArray();
            foreach (var (machine, script) in situation.Parts)
            {
                parts.Add((JsonNode)new JsonObject { ["machine"] = machine, ["script"] = Situation.Prelude + script, ["seen"] = await RunAsync(machine, script) });
            }

            seen.Add((JsonNode)new JsonObject { ["name"] = situation.Name, ["parts"] = parts });
        }

        return seen;
    }

    private async Task<JsonArray> RunAsync(string machine, string script)
    {
        await using var session = await transport.ConnectAsync(world.Cluster.Machines.First(one => one.Name == machine).Target);
        var answer = await session.ExecuteAsync(new ExecRequest(Values() + Situation.Prelude + script));
        if (!answer.Succeeded && answer.StandardError.Length > 0)
        {
            throw new InvalidOperationException($"On {machine}: {answer.StandardError}");
        }

        return new JsonArray([.. answer.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonNode)line)]);
    }

    private string Values()
    {
        var endpoint = world.Cluster.Endpoint;
        return string.Create(CultureInfo.InvariantCulture, $"VIP={endpoint.VirtualAddress} PORT={endpoint.Port} ENDPOINT={endpoint.Name}\n")
            + string.Concat(world.Cluster.Machines.Select(machine => $"{machine.Name.ToUpperInvariant()}={machine.Name} {machine.Name.ToUpperInvariant()}_ADDRESS={machine.Address}\n"));
    }
}
