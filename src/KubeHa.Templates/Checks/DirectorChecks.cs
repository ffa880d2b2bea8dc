using System.Globalization;
using System.Net;

namespace KubeHa.Templates;

/// <summary>keepalived and VRRP on the directors.</summary>
internal static class DirectorChecks
{
    public static void Run(CheckSheet sheet)
    {
        VirtualAddressIsOnOneDirector(sheet);
        KeepalivedRuns(sheet);
        RuleStands(sheet);
        AdvertsAreHeard(sheet);
        NobodyElseSpeaksTheRouterId(sheet);
    }

    private static void VirtualAddressIsOnOneDirector(CheckSheet sheet)
    {
        var address = VirtualIps.Text(sheet.Cluster.Endpoint);
        var owners = Owners(sheet);
        var names = string.Join(" and ", owners.Select(director => director.Name));
        var half = owners.Count == 1 && sheet.Block(owners[0], FactNames.Director).Number("vip") < sheet.Cluster.Endpoint.VirtualAddresses.Count;
        sheet.Judge("vip-on-one-director", string.Empty, owners.Count == 1 && !half,
            owners.Count == 0 ? $"no director has {address}" : half ? $"{names} has only one of {address}" : $"{address} is on {names}",
            owners.Count == 0 ? "See whether keepalived runs on the directors (systemctl status keepalived)."
                : half ? "Somebody took the other one away: restart keepalived there, and the other director takes both."
                : "The directors do not hear each other: see whether a firewall drops IP protocol 112 between them.");
    }

    private static void KeepalivedRuns(CheckSheet sheet)
    {
        foreach (var director in sheet.Cluster.LvsPair.Directors.Where(sheet.Reached))
        {
            var state = sheet.Block(director, FactNames.Director)["keepalived"];
            sheet.Judge("keepalived-runs", director.Name, state == "active", $"keepalived is {state}", "Apply again, or see journalctl -u keepalived.");
        }
    }

    /// <summary>Without it control planes would answer callers who know nothing of them, and every connection hangs; or nobody would learn that connections ended.</summary>
    private static void RuleStands(CheckSheet sheet)
    {
        if (DirectorRule.Of(sheet.Cluster) is not { } rule)
        {
            return;
        }

        foreach (var director in sheet.Cluster.LvsPair.Directors.Where(sheet.Reached))
        {
            var state = sheet.Block(director, FactNames.Director)[rule.Name];
            sheet.Judge($"{rule.Name}-set", director.Name, state == "set", state == "set" ? rule.Stands : "its rule does not stand",
                "Apply again: it writes the rule. See who flushed the firewall's tables.");
        }
    }

    /// <summary>
    /// A director without the virtual IP hears the one that has it, in the version that both are to speak: else it would soon take the address as well.
    /// Under VRRPv2 this also compares the passwords in the only way that shows none: keepalived drops what bears another one, and takes over.
    /// </summary>
    private static void AdvertsAreHeard(CheckSheet sheet)
    {
        const string check = "adverts-heard";
        var owners = Owners(sheet);
        foreach (var director in sheet.Said(check, sheet.Cluster.LvsPair.Directors.Where(director => owners.Count > 0 && !owners.Contains(director)), FactNames.Adverts))
        {
            if (Deaf(sheet, check, director))
            {
                continue;
            }

            var heard = Heard(sheet, director).Where(advert => owners.Any(owner => owner.Address.Equals(advert.Source))).ToList();
            var version = Version(sheet);
            sheet.Judge(check, director.Name, heard.Any(advert => version is null || advert.Version == version),
                heard.Count == 0
                    ? $"hears no adverts of {string.Join(" and ", owners.Select(owner => owner.Name))}"
                    : string.Create(CultureInfo.InvariantCulture, $"hears {owners.First(owner => owner.Address.Equals(heard[0].Source)).Name}, priority {heard[0].Priority}, VRRPv{heard[0].Version}"),
                $"See whether a firewall drops IP protocol 112 between the directors, and whether {FilePaths.Keepalived} is as written (keepalived-conf).");
        }
    }

    /// <summary>What is heard of our router id must come from our directors. Whoever speaks to others only, or where a switch lets nothing through, is not heard.</summary>
    private static void NobodyElseSpeaksTheRouterId(CheckSheet sheet)
    {
        const string check = "router-id-unique";
        var pair = sheet.Cluster.LvsPair;
        foreach (var director in sheet.Said(check, pair.Directors, FactNames.Adverts))
        {
            if (Deaf(sheet, check, director))
            {
                continue;
            }

            var strangers = Heard(sheet, director).Select(advert => advert.Source).Where(source => pair.Directors.All(known => !known.Address.Equals(source))).Distinct().ToList();
            sheet.Judge(check, director.Name, strangers.Count == 0,
                string.Create(CultureInfo.InvariantCulture, $"{(strangers.Count == 0 ? "nobody else" : string.Join(", ", strangers))} speaks for router id {pair.VirtualRouterId}"),
                "Two groups of routers with one id on one network disturb each other: give this pair, or the other one, another virtual router id.");
        }
    }

    private static bool Deaf(CheckSheet sheet, string check, Director director)
    {
        if (!sheet.Block(director, FactNames.Adverts).Is("missing", "listener"))
        {
            return false;
        }

        sheet.Add(check, director.Name, CheckStatus.Warns, "nothing there can listen", "Install perl or python3 on it: one of them is needed to hear VRRP adverts, which the machine keeps no account of.");
        return true;
    }

    private static List<Director> Owners(CheckSheet sheet) =>
        [.. sheet.Cluster.LvsPair.Directors.Where(director => sheet.Block(director, FactNames.Director).Number("vip") > 0)];

    private static int? Version(CheckSheet sheet) =>
        Discovery.Fill(sheet.Cluster, sheet.Observed) is var known && known.TryRender(out _, out _) ? VrrpChoice.For(known.LvsPair).Version : null;

    private static List<Advert> Heard(CheckSheet sheet, Director director) =>
    [
        .. sheet.Block(director, FactNames.Adverts).All("advert").Select(Advert.Read).OfType<Advert>().Where(advert => advert.RouterId == sheet.Cluster.LvsPair.VirtualRouterId),
    ];

    private sealed record Advert(IPAddress Source, int RouterId, int Priority, int Version)
    {
        public static Advert? Read(string line) =>
            line.Split(' ') is [var source, var id, var priority, var version] && IPAddress.TryParse(source, out var address)
            && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var router)
            && int.TryParse(priority, NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
            && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new Advert(address, router, weight, number)
                : null;
    }
}
