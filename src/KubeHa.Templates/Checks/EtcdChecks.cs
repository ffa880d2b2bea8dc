using System.Globalization;

namespace KubeHa.Templates;

/// <summary>etcd: its members, whether they agree, and how it fares.</summary>
internal static class EtcdChecks
{
    /// <summary>From here on a disk is too slow, 99th percentile: etcd's FAQ asks for less than 25 ms of a commit and 10 ms of an fsync of the log; a heartbeat is 100 ms.</summary>
    private const double SlowSeconds = 0.025;

    /// <summary>etcd's own quota where none is set; above it etcd goes read-only (NOSPACE).</summary>
    private const long DefaultQuota = 2L * 1024 * 1024 * 1024;

    public static void Run(CheckSheet sheet)
    {
        if (ExternalEtcd.Of(sheet.Cluster) is { } external)
        {
            EndpointsAnswer(sheet, external);
        }

        if (sheet.Cluster.Etcd is EtcdTopology.ExternalEndpoints)
        {
            return; // Its members are not ours to count.
        }

        MembersAreThoseOfTheModel(sheet);
        MembersAnswer(sheet);
        ThereIsAQuorum(sheet);
        ThereIsOneLeader(sheet);
        ThereIsNoAlarm(sheet);
        ThereIsRoom(sheet);
        DiskIsFastEnough(sheet);
    }

    /// <summary>An etcd elsewhere is judged by what its endpoints tell each control plane.</summary>
    private static void EndpointsAnswer(CheckSheet sheet, ExternalEtcd external)
    {
        const string check = "etcd-endpoints";
        foreach (var machine in sheet.Said(check, sheet.Cluster.ControlPlanes, FactNames.EtcdEndpoints))
        {
            var said = sheet.Observed[machine.Name, FactNames.EtcdEndpoints]!.Split('\n').Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1].Trim());
            var wrong = external.Endpoints.Where(endpoint => said.GetValueOrDefault(endpoint) != "healthy").Select(endpoint => $"{endpoint}: {said.GetValueOrDefault(endpoint) ?? "not asked"}").ToList();
            sheet.Judge(check, machine.Name, wrong.Count == 0, wrong.Count == 0 ? $"all {said.Count} endpoints let it in and are healthy" : string.Join("; ", wrong),
                $"{(sheet.Cluster.Etcd is EtcdTopology.External ? "See the checks of etcd's own machines." : "Those who run etcd know more.")} Not let in: the client's certificate and key must be of that etcd's authority, and in time. No answer: the ways and firewalls from the control planes to it.");
        }
    }

    private static void MembersAreThoseOfTheModel(CheckSheet sheet)
    {
        var lists = EtcdData.Machines(sheet.Cluster).Select(machine => EtcdMember.ReadList(sheet.Observed[machine.Name, FactNames.EtcdMembers])).ToList();
        var members = lists.FirstOrDefault(list => list.Count > 0) ?? [];
        var expected = EtcdData.Machines(sheet.Cluster).Select(machine => machine.Address).ToHashSet();
        var right = members.Count == expected.Count && members.All(member => Started(member) && member.PeerAddress is not null && expected.Contains(member.PeerAddress));
        sheet.Judge("etcd-members", string.Empty, right,
            $"{members.Count} members: {string.Join(", ", members.Select(member => Started(member) ? member.Name : $"{member.PeerAddress} (not started)"))}",
            "The members must be those of the model, no more and no fewer. Apply again: those of the model join, also anew where they were wiped. A member of a machine that is in the model no more is removed by hand (etcdctl member remove).");
    }

    private static bool Started(EtcdMember member) => member.HasStarted && member.ServedClients;

    private static void MembersAnswer(CheckSheet sheet)
    {
        foreach (var (machine, status) in Statuses(sheet))
        {
            sheet.Judge("etcd-answers", machine.Name, status is { Errors: 0 }, status is null ? "its etcd does not answer" : $"answers, {status.Errors} errors", "See the logs of etcd there, and disk space.");
        }
    }

    private static void ThereIsAQuorum(CheckSheet sheet)
    {
        var answering = Statuses(sheet).Count(item => item.Status is { Leader: not ("" or "0") });
        var needed = (EtcdData.Machines(sheet.Cluster).Count / 2) + 1;
        sheet.Judge("etcd-quorum", string.Empty, answering >= needed,
            string.Create(CultureInfo.InvariantCulture, $"{answering} of {EtcdData.Machines(sheet.Cluster).Count} answer and have a leader, {needed} are needed"),
            "Without a quorum nothing can be written. Bring the missing members back; do not remove any while they can return.");
    }

    private static void ThereIsOneLeader(CheckSheet sheet)
    {
        var leaders = Statuses(sheet).Select(item => item.Status?.Leader ?? string.Empty).Distinct().ToList();
        sheet.Judge("etcd-one-leader", string.Empty, leaders is [not ("" or "0")], leaders is [not ("" or "0")] ? "all name the same leader" : $"{leaders.Count} opinions",
            "The members do not agree: see whether ports 2379 and 2380 are open between all members.");
    }

    private static void ThereIsNoAlarm(CheckSheet sheet)
    {
        foreach (var machine in sheet.Said("etcd-alarms", EtcdData.Machines(sheet.Cluster), FactNames.EtcdAlarms))
        {
            var alarms = EtcdStatus.Alarms(sheet.Observed[machine.Name, FactNames.EtcdAlarms]!);
            sheet.Judge("etcd-alarms", machine.Name, alarms is [], alarms is null ? "its answer is none" : alarms.Count == 0 ? "no alarm" : string.Join(", ", alarms),
                "NOSPACE: compact and defragment, then disarm the alarm (etcdctl alarm disarm). CORRUPT: replace the member by removing and joining its machine.");
        }
    }

    private static void ThereIsRoom(CheckSheet sheet)
    {
        foreach (var (machine, status) in Statuses(sheet))
        {
            if (status is not { Size: { } size })
            {
                continue; // etcd-answers says it.
            }

            var quota = EtcdMetrics.Of(sheet, machine).Number("etcd_server_quota_backend_bytes") is { } bytes and > 0 ? bytes : DefaultQuota;
            var share = size / (double)quota;
            sheet.Add("etcd-size", machine.Name, share > 0.8 ? CheckStatus.Warns : CheckStatus.Holds,
                string.Create(CultureInfo.InvariantCulture, $"{size / 1048576.0:0.0} MB of {quota / 1048576.0:0} MB"),
                "At its quota etcd takes no more writes: defragment it, see what fills it (events, stale objects), or raise quota-backend-bytes.");
        }
    }

    /// <summary>Over the whole life of the process: a few seconds bring too few fsyncs to tell a percentile.</summary>
    private static void DiskIsFastEnough(CheckSheet sheet)
    {
        foreach (var machine in sheet.Said("etcd-disk", EtcdData.Machines(sheet.Cluster), FactNames.EtcdMetrics))
        {
            var metrics = EtcdMetrics.Of(sheet, machine);
            var (fsync, commit) = (metrics.Percentile99("etcd_disk_wal_fsync_duration_seconds"), metrics.Percentile99("etcd_disk_backend_commit_duration_seconds"));
            sheet.Add("etcd-disk", machine.Name, fsync is null || commit is null || fsync > SlowSeconds || commit > SlowSeconds ? CheckStatus.Warns : CheckStatus.Holds,
                fsync is null || commit is null ? "its metrics have no latencies" : string.Create(CultureInfo.InvariantCulture, $"since its start, 99th percentile: fsync of the log {fsync * 1000:0.0} ms, commit {commit * 1000:0.0} ms"),
                "Above 25 ms heartbeats are in danger and leaders change: give etcd a disk of its own, an SSD (etcd's FAQ: commits below 25 ms, fsyncs of the log below 10 ms).");
        }
    }

    private static IEnumerable<(Machine Machine, EtcdStatus? Status)> Statuses(CheckSheet sheet) =>
        EtcdData.Machines(sheet.Cluster).Where(sheet.Reached).Select(machine => (machine, EtcdStatus.Read(sheet.Observed[machine.Name, FactNames.EtcdStatus])));
}
