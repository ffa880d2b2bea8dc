using FluentAssertions;
using KubeHa.Templates;

namespace KubeHa.RealTools.Tests;

/// <summary>The verification's connections through the virtual IP, made for real: against servers that answer, one that says nothing, and none.</summary>
public sealed class ConnectionProbeTests
{
    [RealToolFact(RealTool.Ip, RealTool.OpenSsl)]
    public async Task Connections_are_held_until_enough_were_seen_and_end_with_the_look()
    {
        var (seen, left) = await LookAsync("""
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=api -days 1 -keyout "$DIR/key" -out "$DIR/crt" 2>/dev/null
            openssl s_server -quiet -accept "$VIP:$PORT" -key "$DIR/key" -cert "$DIR/crt" >/dev/null 2>&1 &
            n=0; until ss -H -l -t -n | grep -q ":$PORT "; do n=$((n+1)); [ $n -lt 100 ]; sleep 0.1; done
            """, controlPlanes: 1);

        seen.Should().ContainSingle().Which.Should().MatchRegex("^connection=[0-9a-f]{64}$");
        left.Should().Be("left=1", "the server is left");
    }

    [RealToolFact(RealTool.Ip, RealTool.OpenSsl)]
    public async Task Where_nothing_answers_three_connections_say_enough()
    {
        var (seen, left) = await LookAsync(":", controlPlanes: 3);

        seen.Should().Equal("connection=hanging", "connection=hanging", "connection=hanging");
        left.Should().Be("left=0");
    }

    private static async Task<(IReadOnlyList<string> Seen, string Left)> LookAsync(string server, int controlPlanes)
    {
        var cluster = Cluster(controlPlanes);
        using var sandbox = new Sandbox(RealTool.Ip, RealTool.OpenSsl).Write("/look", EndpointProbes.Connections(cluster, PoolRules.Services(cluster)[0]).Text);

        // What the look leaves behind would hold its output open, and a session would wait for that.
        var (exitCode, output, error) = await sandbox.RunAsync($"""
            VIP={cluster.Endpoint.VirtualAddress}; PORT={cluster.Endpoint.Port}
            ip link set lo up; ip addr add "$VIP/32" dev lo
            {server}
            sh "$DIR/look"
            echo "left=$(pgrep -c -x openssl || true)"
            """);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (lines[..^1], lines[^1]);
    }

    private static Cluster Cluster(int controlPlanes)
    {
        var builder = new ClusterBuilder("test", "1.20.2").AddClient("client", "10.0.0.9").WithNetwork(machines: "10.0.0.0/24")
            .WithLvsPair("10.0.0.100", lvs => lvs.AddDirector("l1", "10.0.0.2", "eth0").AddDirector("l2", "10.0.0.3", "eth0"));
        for (var number = 1; number <= controlPlanes; number++)
        {
            builder = builder.AddControlPlane($"cp{number}", $"10.0.0.1{number}");
        }

        return builder.Build();
    }
}
