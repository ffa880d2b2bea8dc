using System.Globalization;
using System.Text.Json;

namespace KubeHa.Templates;

/// <summary>What an etcd says of itself.</summary>
/// <param name="Leader">The id of the leader it knows; empty or 0 where there is none.</param>
/// <param name="Errors">How many errors it tells.</param>
/// <param name="Size">The size of its database in bytes, free pages included.</param>
internal sealed record EtcdStatus(string Leader, int Errors, long? Size)
{
    /// <summary>Reads the answer to /v3/maintenance/status; null where it is none.</summary>
    public static EtcdStatus? Read(string? json) => Parse(json, root => new EtcdStatus(
        root.TryGetProperty("leader", out var leader) ? leader.GetString() ?? string.Empty : string.Empty,
        root.TryGetProperty("errors", out var errors) ? errors.GetArrayLength() : 0,
        root.TryGetProperty("dbSize", out var size) && long.TryParse(size.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null));

    /// <summary>Reads the answer to /v3/maintenance/alarm; null where it is none.</summary>
    public static IReadOnlyList<string>? Alarms(string json) => Parse(json, root => root.TryGetProperty("alarms", out var alarms)
        ? alarms.EnumerateArray().Select(alarm => $"{alarm.GetProperty("alarm").GetString()} of member {alarm.GetProperty("memberID").GetString()}").ToList()
        : (IReadOnlyList<string>)[]);

    private static T? Parse<T>(string? json, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            if (json is null)
            {
                return null;
            }

            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception notThat) when (notThat is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
