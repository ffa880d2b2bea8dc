using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeHa.Simulation;

/// <summary>
/// A state without what two good runs may differ in: times, numbers of etcd members, this run's token, names of snapshots, which director owns the virtual IP,
/// and which keys the cluster has as long as all machines have the same. Two states that are equal here lead to equal runs.
/// </summary>
public sealed partial class NormalState
{
    /// <summary>Where <see cref="Mutation.Probe"/> remembers what probes said: no state of a machine.</summary>
    internal const string Memory = "/tmp/probe-";

    private const string Pki = "/etc/kubernetes/pki/";
    private static readonly string[] SharedKeys = ["ca.crt", "ca.key", "front-proxy-ca.crt", "front-proxy-ca.key", "etcd/ca.crt", "etcd/ca.key", "sa.pub", "sa.key"];

    private readonly SortedDictionary<string, string> items;

    private NormalState(SortedDictionary<string, string> items, string? authority)
    {
        this.items = items;
        Authority = authority;
    }

    /// <summary>The first control plane's CA, as it stands there; <see langword="null"/> where no machine has one with its key.</summary>
    public string? Authority { get; }

    /// <summary>One short text for all of it.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', items.Select(item => $"{item.Key}={item.Value}")))))[..16];

    public static NormalState Of(World world, TreeState state)
    {
        var texts = state.Entries.Where(entry => entry.Value.Content is not null).ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value.Content!));
        var planes = world.Cluster.ControlPlanes.Select(machine => machine.Name).ToList();
        var keys = SharedKeys.ToDictionary(name => name, name => planes.Select(machine => texts.GetValueOrDefault($"m/{machine}{Pki}{name}")).FirstOrDefault(text => text is { Length: > 0 }));
        var authority = planes.Where(machine => texts.GetValueOrDefault($"m/{machine}{Pki}ca.key") is { Length: > 0 }).Select(machine => texts.GetValueOrDefault($"m/{machine}{Pki}ca.crt")).FirstOrDefault(text => text is { Length: > 0 });
        var fingerprint = keys["ca.crt"] is { } ca ? Fingerprint(ca) : null;
        var items = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, entry) in state.Entries)
        {
            if (Ignored().IsMatch(path))
            {
                continue;
            }

            var name = Snapshot().IsMatch(path) ? null : Temporary().Replace(path, ".$1.*").Replace("/points", "", StringComparison.Ordinal);
            if (name is null)
            {
                continue;
            }

            if (entry.Content is null)
            {
                items[name] = "folder";
                continue;
            }

            var mode = path.Contains("/sim/", StringComparison.Ordinal) ? "" : Convert.ToString((int)entry.Mode, 8) + " ";
            items[name] = $"{mode}{Text(world, texts, path, keys, fingerprint)}";
        }

        AddEtcd(world, texts, items);
        var owners = world.Cluster.LvsPair.Directors.Where(director => texts[$"m/{director.Name}/sim/addr"].Split('\n').Any(line => Owns(world, line))).ToList();
        items["the virtual IP"] = $"on {owners.Count} directors";
        return new NormalState(items, authority);
    }

    /// <summary>
    /// What differs in two ends, a line each; empty where nothing does. Not counted: a join token of a broken run (it expires within the hour), the manifest
    /// that was saved before etcd was unstuck, and which apiservers were started anew.
    /// </summary>
    public IReadOnlyList<string> Differences(NormalState other) =>
    [
        .. items.Keys.Union(other.items.Keys).Where(key => !OnTheWay().IsMatch(key)).Order(StringComparer.Ordinal).Where(key => items.GetValueOrDefault(key) != other.items.GetValueOrDefault(key))
            .Select(key => $"{key}: {Short(items.GetValueOrDefault(key))} | {Short(other.items.GetValueOrDefault(key))}"),
    ];

    private static string Short(string? text) => text is null ? "absent" : text.Length > 400 ? text[..400].ReplaceLineEndings("⏎") + "…" : text.ReplaceLineEndings("⏎");

    private static string Text(World world, Dictionary<string, string> texts, string path, Dictionary<string, string?> keys, string? fingerprint)
    {
        var text = texts[path];
        var at = path.IndexOf(Pki, StringComparison.Ordinal);
        if (at >= 0 && keys.TryGetValue(path[(at + Pki.Length)..], out var shared))
        {
            return text.Length == 0 ? "empty" : text == shared ? "the cluster's" : "another";
        }

        var machine = path.Split('/')[1];
        switch (path[(path.IndexOf('/', 2) + 1)..])
        {
            case "sim/units/containerd.started":
                return Newer(texts, path, text, $"m/{machine}/etc/containerd/config.toml");
            case "sim/units/keepalived.started":
                return Newer(texts, path, text, $"m/{machine}/etc/keepalived/keepalived.conf");
            case "sim/addr" when world.Cluster.LvsPair.Directors.Any(director => director.Name == machine):
                return string.Concat(text.Split('\n').Where(line => !Owns(world, line)).Select(line => line + "\n"));
            case "sim/apiserver":
                return text.Split(' ')[^1].Trim();
            default:
                break;
        }

        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return "a private key";
        }

        text = Token().Replace(text, "<token>");
        text = CheckSum().Replace(text, "$1<ca>");
        return fingerprint is null ? text : text.Replace(fingerprint, "<ca>", StringComparison.Ordinal);
    }

    // What counts is that the service started after its file was written; TreeState's times are not in the texts, so whoever cares writes them there.
    private static string Newer(Dictionary<string, string> texts, string path, string text, string file) =>
        texts.ContainsKey(file) ? "started" : text.Trim() == "0" ? "by the package" : "started";

    private static bool Owns(World world, string line) => line.EndsWith($" {world.Cluster.Endpoint.VirtualAddress}/24", StringComparison.Ordinal);

    private static void AddEtcd(World world, Dictionary<string, string> texts, SortedDictionary<string, string> items)
    {
        foreach (var machine in world.Cluster.ControlPlanes)
        {
            if (texts.GetValueOrDefault($"m/{machine.Name}/var/lib/etcd/member/id") is { } id)
            {
                var words = id.Trim().Split(' ');
                var entry = texts.GetValueOrDefault($"etcd/{words[0]}/members/{words[1]}");
                items[$"token known to {machine.Name}"] = texts.Keys.Any(path => path.StartsWith($"etcd/{words[0]}/secrets/", StringComparison.Ordinal)) ? "yes" : "no";
                items[$"etcd of {machine.Name}"] = entry is null ? "not listed" : $"listed as {entry.Trim()} in a cluster of {Listing(texts, words[0])}";
            }
        }
    }

    private static string Listing(Dictionary<string, string> texts, string cluster) =>
        string.Join("; ", texts.Where(text => text.Key.StartsWith($"etcd/{cluster}/", StringComparison.Ordinal) && !text.Key.EndsWith("/ca", StringComparison.Ordinal) && !text.Key.Contains("/secrets/", StringComparison.Ordinal)).Select(text =>
        {
            var name = text.Key[$"etcd/{cluster}/".Length..];
            return name.StartsWith("members/", StringComparison.Ordinal) ? $"member {text.Value.Trim()}"
                : name.StartsWith("nodes/", StringComparison.Ordinal) ? $"{name} {string.Join(' ', text.Value.Split('\n').Skip(1).Order(StringComparer.Ordinal)).Trim()}"
                : name;
        }).Order(StringComparer.Ordinal));

    private static string Fingerprint(string pem)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-'))))));
        }
        catch (FormatException)
        {
            return "no certificate";
        }
    }

    [GeneratedRegex(@"^etcd(/|$)|/tmp/probe-[^/]+$|/kernel/uptime$|/run/kubeha/(work|lock|owner|group|stop\..*|job(/.*)?)$|/sim/(armed|hit|hanging|points|pidof-asked|stopped|hits\..*)$|/var/lib/etcd/member/id$|/sim/units/kubelet\.started$|/sim/units/kubeha-.*\.started$")]
    private static partial Regex Ignored();

    [GeneratedRegex(@"^token known to |/sim/apiserver$|/etcd-snapshots(/etcd\.yaml)?$")]
    private static partial Regex OnTheWay();

    [GeneratedRegex(@"/etcd-snapshots/\d{8}T\d{6}Z\.db$")]
    private static partial Regex Snapshot();

    [GeneratedRegex(@"\.(kubeha\.[^/]+|new)\.[A-Za-z0-9]{8}$")]
    private static partial Regex Temporary();

    [GeneratedRegex(@"\b[a-z0-9]{6}\.[a-z0-9]{16}\b")]
    private static partial Regex Token();

    [GeneratedRegex(@"^(ca: )[0-9.]+$", RegexOptions.Multiline)]
    private static partial Regex CheckSum();
}
