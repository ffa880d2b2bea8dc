using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KubeHa.Prober;

/// <summary>
/// What runs on a director: sees whether it has the virtual IP and what its table lists. Only changes are written down. It looks twenty times a second at a machine that
/// may be slow at every call of the system, and must not take from it what is measured: one thread, and files that stay open and are understood anew only where they changed.
/// </summary>
internal sealed class DirectorRun(ProberOptions options)
{
    /// <summary>Where the kernel shows its addresses, of one family each, and its table; tests look elsewhere.</summary>
    public string AddressesFile { get; init; } = IsIpv6(options.Endpoint.Address) ? "/proc/net/if_inet6" : "/proc/net/fib_trie";

    public string TableFile { get; init; } = "/proc/net/ip_vs";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var clock = new SteadyClock();
        var journal = new Journal(options.File);
        await using (journal.ConfigureAwait(false))
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            ending.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
            journal.Add("hello", clock.Now, json => json.WriteString("mode", "director"));
            await Task.Factory.StartNew(() => Look(clock, journal, ending.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            journal.Add("end", clock.Now);
        }

        return 0;
    }

    private void Look(SteadyClock clock, Journal journal, CancellationToken cancellationToken)
    {
        bool? had = null;
        string? listed = null;
        var (addresses, table) = (new WatchedFile(AddressesFile), new WatchedFile(TableFile));
        var ticks = new Ticks(clock, options.EveryMilliseconds);
        var last = clock.Now;
        while (ticks.Next(cancellationToken))
        {
            if (clock.Now - last > options.EveryMilliseconds + SelfWatch.GapMilliseconds)
            {
                SelfWatch.Tell(journal, last, clock.Now);
            }

            last = clock.Now;
            if (addresses.Changed() && HasAddress(addresses.Text, options.Endpoint.Address) is var has && has != had)
            {
                had = has;
                journal.Add("vip", clock.Now, json => json.WriteBoolean("has", has));
            }

            if (!table.Changed())
            {
                continue;
            }

            var servers = Servers(table.Text, options.Endpoint);
            var text = string.Join(' ', servers);
            if (text != listed)
            {
                listed = text;
                journal.Add("pool", clock.Now, json =>
                {
                    json.WriteStartArray("servers");
                    foreach (var server in servers)
                    {
                        json.WriteStringValue(server);
                    }

                    json.WriteEndArray();
                });
            }
        }
    }

    /// <summary>Whether an address is one of this machine: in the kernel's trie of IPv4 its leaf is followed by what kind it is; of IPv6 there is a line for each, in hexadecimal.</summary>
    public static bool HasAddress(string trie, IPAddress address)
    {
        if (IsIpv6(address))
        {
            var line = Convert.ToHexString(address.GetAddressBytes()).ToLowerInvariant() + ' ';

            return trie.StartsWith(line, StringComparison.Ordinal) || trie.Contains('\n' + line, StringComparison.Ordinal);
        }

        var leaf = $"|-- {address}\n";
        for (var at = trie.IndexOf(leaf, StringComparison.Ordinal); at >= 0; at = trie.IndexOf(leaf, at + 1, StringComparison.Ordinal))
        {
            var end = trie.IndexOf("|--", at + leaf.Length, StringComparison.Ordinal);
            if (trie.AsSpan(at, (end < 0 ? trie.Length : end) - at).Contains("/32 host LOCAL", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The servers of the service that get new connections, sorted. The kernel writes IPv4 addresses and all ports in hexadecimal, IPv6 addresses in brackets with all their zeros.</summary>
    public static IReadOnlyList<string> Servers(string table, IPEndPoint service)
    {
        var servers = new List<string>();
        var inside = false;
        foreach (var line in table.Split('\n'))
        {
            switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["TCP", var name, ..]:
                    inside = service.Equals(Read(name));
                    break;
                case ["UDP" or "FWM" or "SCTP", ..]:
                    inside = false;
                    break;
                case ["->", var server, _, var weight, ..] when inside && weight != "0" && Read(server) is { } address:
                    servers.Add(address.ToString());
                    break;
                default:
                    break;
            }
        }

        servers.Sort(StringComparer.Ordinal);
        return servers;
    }

    private static IPEndPoint? Read(string server) =>
        server.LastIndexOf(':') is > 0 and var colon && int.TryParse(server.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port)
            ? server[..colon] switch
            {
                ['[', .. var inner, ']'] => IPAddress.TryParse(inner, out var address) ? new IPEndPoint(address, port) : null,
                { Length: 8 } digits => new IPEndPoint(new IPAddress(Convert.FromHexString(digits)), port),
                _ => null,
            }
            : null;

    private static bool IsIpv6(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6;
}
