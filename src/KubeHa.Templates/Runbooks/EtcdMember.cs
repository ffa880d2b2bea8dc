using System.Globalization;
using System.Net;
using System.Text.Json;

namespace KubeHa.Templates;

/// <summary>A member as etcd's gateway lists it.</summary>
/// <param name="Id">Its id, decimal, as the gateway writes and takes it.</param>
/// <param name="Name">Its name; empty until it has started for the first time.</param>
/// <param name="PeerAddress">The address of its peer URL.</param>
internal sealed record EtcdMember(string Id, string Name, IPAddress? PeerAddress)
{
    /// <summary>Whether it has no vote yet: kubeadm promotes it at the end of its join (from 1.29 on).</summary>
    public bool IsLearner { get; init; }

    /// <summary>Whether it came to be a member: a learner whose join was killed is none, and nobody would promote it.</summary>
    public bool HasStarted => Name.Length > 0 && !IsLearner;

    /// <summary>Whether it ever started: it tells its clients' addresses then. The name alone does not say it, where all members are named before the first starts.</summary>
    public bool ServedClients { get; init; }

    /// <summary>The id as etcd's own messages write it.</summary>
    public string HexId => ulong.Parse(Id, CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Reads the answer to /v3/cluster/member/list; empty where it is none.</summary>
    /// <param name="json">The answer.</param>
    public static IReadOnlyList<EtcdMember> ReadList(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty("members", out var members)
                ? members.EnumerateArray().Select(Read).ToList()
                : [];
        }
        catch (Exception notAList) when (notAList is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }

    private static EtcdMember Read(JsonElement member)
    {
        var peer = member.TryGetProperty("peerURLs", out var urls) && urls.GetArrayLength() > 0 ? urls[0].GetString() : null;
        return new EtcdMember(
            member.GetProperty("ID").GetString() ?? string.Empty,
            member.TryGetProperty("name", out var name) ? name.GetString() ?? string.Empty : string.Empty,
            Uri.TryCreate(peer, UriKind.Absolute, out var url) && IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : null)
        {
            ServedClients = member.TryGetProperty("clientURLs", out var clients) && clients.GetArrayLength() > 0,
            IsLearner = member.TryGetProperty("isLearner", out var learner) && learner.ValueKind == JsonValueKind.True,
        };
    }
}
