using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

internal sealed class DirectorKilled : Proof
{
    public override string Name => "director-killed";

    public override string Shows => "the director that has the virtual IP is killed (SIGKILL): new connections succeed again in time, and the cluster verifies once it is back";

    public override int Rounds => 5;

    public override string Bound => "3 adverts + skew + 0.5 s";

    public override JsonObject Settings => new()
    {
        ["probe"] = "from the client: a new TCP connection with TLS handshake every 50 ms, each with a limit of 1 s",
        ["outage"] = "from just before the kill command is given to the start of the first attempt after which all succeed within 250 ms; a gap of 250 ms without an attempt counts as outage",
        ["bound"] = "3 x advert + (256 - survivor's priority) / 256 x advert + 0.5 s, from the survivor's own keepalived.conf",
    };

    public override Task RunAsync(Round round, Bench bench, CancellationToken cancellationToken) =>
        TakeoverMeasurement.RunAsync(round, bench, cancellationToken);

    public override string Worst(IReadOnlyList<JsonObject> rounds) =>
        Largest(rounds, "outageSeconds") is { } worst && Largest(rounds, "boundSeconds") is { } bound
            ? string.Create(CultureInfo.InvariantCulture, $"outage {worst:0.00} s of {bound:0.00} s")
            : "not measured";
}
