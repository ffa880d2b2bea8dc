using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>What etcd says of itself on a control plane, by its own JSON gateway.</summary>
/// <param name="ClusterId">Stays the same as long as it is the same etcd cluster.</param>
/// <param name="Members">Ids and names; a member that was announced and never started has no name.</param>
internal sealed record EtcdView(string ClusterId, IReadOnlyList<(string Id, string Name, string Peer)> Members)
{
    private const string Pki = "/etc/kubernetes/pki/etcd";

    private const string List = $"curl -s -f --max-time 5 --cacert {Pki}/ca.crt --cert {Pki}/healthcheck-client.crt --key {Pki}/healthcheck-client.key -d {{}} https://127.0.0.1:2379/v3/cluster/member/list";

    public JsonArray ToJson() => [.. Members.Select(member => (JsonNode)$"{member.Id} {(member.Name.Length > 0 ? member.Name : "(not started)")} {member.Peer}")];

    /// <exception cref="LabException">etcd does not answer there.</exception>
    public static async Task<EtcdView> LookAsync(string machine, CancellationToken cancellationToken) =>
        Parse(await DataCentre.AskAsync(machine, List, cancellationToken));

    public static EtcdView Parse(string answer)
    {
        var json = JsonNode.Parse(answer)!;
        return new EtcdView(
            (string)json["header"]!["cluster_id"]!,
            [.. json["members"]!.AsArray().Select(member => ((string)member!["ID"]!, (string?)member["name"] ?? string.Empty, (string?)member["peerURLs"]?[0] ?? string.Empty))]);
    }

    /// <summary>
    /// A shell loop that ends well at the moment when the machine's etcd lists this many members, none of them the one with the given id:
    /// one login, twenty looks a second. Gives up after 15 minutes. A bare machine has no certificates yet, and etcd no quorum may refuse: both only mean "not yet".
    /// </summary>
    public static string WaitFor(int members, string? gone) => $$"""
        end=$(($(date +%s) + 900))
        while [ "$(date +%s)" -lt $end ]; do
          list=$({{List}} 2>/dev/null) && case $list in
            *'"ID":"{{gone ?? "none"}}"'*) ;;
            *) [ "$(printf '%s' "$list" | grep -o '"ID":' | wc -l)" -ge {{members}} ] && exit 0 ;;
          esac
          sleep 0.05
        done
        exit 1
        """;
}
