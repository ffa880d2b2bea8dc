using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Whether a cluster can be brought up on machines that were seen so. Pure: one method a check, over observations only; every finding at once.</summary>
internal sealed class PreflightChecks
{
    private readonly Cluster cluster;
    private readonly Observations observed;
    private readonly string? caFingerprint;
    private readonly List<Machine> seen;
    private readonly List<CheckResult> results = [];

    private PreflightChecks(Cluster cluster, Observations observed, string? caFingerprint)
    {
        this.cluster = cluster;
        this.observed = observed;
        this.caFingerprint = caFingerprint;
        seen = [.. cluster.Machines.Where(machine => observed[machine.Name, FactNames.System] is not null)];
    }

    /// <param name="cluster">The cluster.</param>
    /// <param name="observed">What machines said.</param>
    /// <param name="caFingerprint">Fingerprint of our CA, where it is known.</param>
    public static IReadOnlyList<CheckResult> Run(Cluster cluster, Observations observed, string? caFingerprint)
    {
        var checks = new PreflightChecks(cluster, observed, caFingerprint);
        checks.MachinesAreReached();
        checks.WeAreRoot();
        checks.NamesAndIdsAreUnique();
        checks.AddressesAreRight();
        checks.ClocksAgree();
        checks.ToolsAreThere();
        checks.PortsAreFreeOrOurs();
        checks.ThereIsRoom();
        checks.EtcdOfOthersIsReached();
        checks.SwapIsAllowed();
        checks.RoutersAreHeard();
        checks.DirectorsCanForward();
        checks.VirtualAddressIsFreeOrOurs();
        checks.MachinesAreBareOrOurs();
        checks.NothingWouldBeUpgraded();
        checks.KubeadmTakesTheKernel();
        return checks.results;
    }

    private FactBlock System(Machine machine) => FactBlock.Of(observed, machine.Name, FactNames.System);

    private void MachinesAreReached()
    {
        foreach (var (machine, reason) in observed.Unreachable)
        {
            var heavy = !ClusterLook.MayBeSetAside(cluster).Contains(machine);
            Add("reachable", machine, heavy ? CheckStatus.Fails : CheckStatus.Warns, $"not reached: {reason}", heavy ? "Every control plane, director and machine of etcd must be reached before anything is changed." : "It is set aside; apply again when it can be reached.");
        }

        foreach (var machine in seen)
        {
            Holds("reachable", machine, "reached");
        }
    }

    private void WeAreRoot() => Each("root", machine => System(machine).Is("uid", "0")
        ? null
        : ($"commands run as uid {System(machine)["uid"]}", "Let the transport log in as root, or become root by sudo."));

    private void NamesAndIdsAreUnique()
    {
        Unique("hostname-unique", "hostname", "Give each machine a hostname of its own (hostnamectl set-hostname).");
        Unique("machine-id-unique", "machine-id", "The machines were cloned: remove /etc/machine-id and run systemd-machine-id-setup on all but one.");
        Unique("mac-unique", "mac", "Two interfaces with one MAC address cannot share a network: give the clone another one.");
    }

    private void Unique(string check, string key, string hint)
    {
        foreach (var same in seen.Where(machine => System(machine)[key].Length > 0).GroupBy(machine => System(machine)[key]).Where(group => group.Count() > 1))
        {
            Add(check, same.First().Name, CheckStatus.Fails, $"{string.Join(", ", same.Select(machine => machine.Name))} all have {key} {same.Key}", hint);
        }

        if (seen.Count > 0 && !results.Any(result => result.Check == check))
        {
            Add(check, string.Empty, CheckStatus.Holds, $"{seen.Count} different ones", string.Empty);
        }
    }

    private void AddressesAreRight() => Each("address", machine => System(machine)["interface"].Length > 0
        ? null
        : ($"no interface bears {machine.Address}", "The model's address must be one of the machine's own: the other machines reach it there."));

    private void ClocksAgree() => results.AddRange(ClockCheck.Judge(observed, seen));

    private void ToolsAreThere() => Each("tools", machine =>
    {
        var there = System(machine).All("tool");
        var missing = Tools(machine).Except(there).ToList();
        if (machine is Director { Platform: Platform.Prepared } && DirectorRule.Of(cluster) is not null && !there.Intersect(["nft", "iptables"]).Any())
        {
            missing.Add("nft or iptables");
        }

        return missing.Count == 0 ? null : ($"missing: {string.Join(", ", missing)}", "Install them: the platform is said to be prepared, or they belong to the base system.");
    });

    private static IEnumerable<string> Tools(Machine machine)
    {
        IEnumerable<string> basics = ["awk", "base64", "curl"];
        return (machine, machine.Platform) switch
        {
            (_, not Platform.Prepared) => ["awk", "base64"],
            (Director, _) => [.. basics, "ipvsadm"],
            (ControlPlane, _) => [.. basics, "kubeadm", "kubelet", "kubectl", "crictl", "ss"],
            (Worker, _) => [.. basics, "kubeadm", "kubelet", "kubectl", "crictl", "ss"],
            (EtcdMachine, _) => [.. basics, "kubeadm", "kubelet", "crictl", "ss"],
            (Client, _) => [.. basics, "kubectl", "openssl"],
            _ => basics,
        };
    }

    private void PortsAreFreeOrOurs()
    {
        foreach (var machine in seen.Where(machine => machine.RunsKubelet))
        {
            var foreign = System(machine).All("listens").Select(line => line.Split(' ', 2))
                .Where(pair => pair.Length == 2 && !Ours(pair[0], pair[1]))
                .Select(pair => $"{pair[0]} ({pair[1]})").Distinct().ToList();
            if (foreign.Count > 0)
            {
                Add("ports", machine.Name, CheckStatus.Fails, $"in use by others: {string.Join(", ", foreign)}", string.Create(CultureInfo.InvariantCulture, $"{cluster.Endpoint.ApiServerPort}, 2379, 2380 and 10250 must be free or kube-apiserver's, etcd's and the kubelet's own."));
            }
            else
            {
                Holds("ports", machine, "free or ours");
            }
        }
    }

    private static bool Ours(string port, string process) => port switch
    {
        "2379" or "2380" => process.StartsWith("etcd", StringComparison.Ordinal),
        "10250" => process.StartsWith("kubelet", StringComparison.Ordinal),
        _ => process.StartsWith("kube-apiserver", StringComparison.Ordinal),
    };

    private void ThereIsRoom()
    {
        const long needed = 2L * 1024 * 1024;
        foreach (var machine in seen.Where(machine => machine.RunsKubelet))
        {
            var room = System(machine).Number(EtcdData.Machines(cluster).Contains(machine) ? "free-etcd" : "free-images") ?? 0;
            var images = System(machine).Number("free-images") ?? 0;
            var least = Math.Min(room, images);
            Judge("disk", machine, least >= needed, string.Create(CultureInfo.InvariantCulture, $"{least / 1024.0 / 1024.0:0.0} GB free"), "2 GB must be free where etcd's data and images go.");
        }
    }

    /// <summary>Whether it lets anybody in is seen when the apiservers' certificate is there; refused, silent and unknown are seen now.</summary>
    private void EtcdOfOthersIsReached()
    {
        foreach (var machine in seen.Where(machine => machine is ControlPlane && System(machine).All("etcd-endpoint").Count > 0))
        {
            var wrong = System(machine).All("etcd-endpoint").Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2)
                .Select(pair => (Endpoint: pair[1], Why: pair[0] switch { "6" => "the name is not known", "7" => "refused", "28" => "no answer", _ => null })).Where(pair => pair.Why is not null)
                .Select(pair => $"{pair.Endpoint}: {pair.Why}").ToList();
            Judge("etcd-endpoints", machine, wrong.Count == 0, wrong.Count == 0 ? "all can be reached" : string.Join("; ", wrong), "Every control plane needs a way to every endpoint of etcd: see names, routes and firewalls, and whether etcd runs.");
        }
    }

    private void SwapIsAllowed()
    {
        foreach (var machine in seen.Where(machine => machine.RunsKubelet && System(machine).Number("swap") > 0))
        {
            Add("swap", machine.Name, CheckStatus.Warns, "swap is on", cluster.Kubelet.AllowSwap ? "It is kept, as the model allows." : "It will be switched off, now and in /etc/fstab.");
        }
    }

    private void DirectorsCanForward()
    {
        foreach (var director in seen.OfType<Director>())
        {
            Judge("ip-vs", director, System(director).Is("ip-vs"), System(director).Is("ip-vs") ? "the kernel has IPVS" : "the kernel has no ip_vs and can load none", "A director needs a kernel with IPVS (module ip_vs); without it keepalived exits.");
        }
    }

    private void VirtualAddressIsFreeOrOurs()
    {
        var directors = cluster.LvsPair.Directors.ToList();
        var ourMacs = directors.Select(director => System(director)["mac"]).Where(mac => mac.Length > 0).ToHashSet();
        var owners = seen.OfType<Director>().Where(director => System(director).All("vip-on").Count > 0).ToList();
        foreach (var machine in seen.Where(machine => (machine is Worker or Client or EtcdMachine || (machine is ControlPlane && !Forwarding.Of(cluster).Binds)) && System(machine).All("vip-on").Count > 0))
        {
            Add("virtual-ip-free", machine.Name, CheckStatus.Fails, $"{VirtualIps.Text(cluster.Endpoint)} is bound on it", $"The virtual IP belongs to the directors{(Forwarding.Of(cluster).Device is { } device ? $", and to {device} of the control planes" : string.Empty)}: remove it here.");
        }

        if (directors.Any(director => !seen.Contains(director)))
        {
            return; // Whether who answers is one of ours can be told only where all of ours were looked at; a run for one machine looks at none.
        }

        foreach (var (machine, service) in seen.SelectMany(machine => PoolRules.Services(cluster).Select(service => (machine, service))))
        {
            var look = FactBlock.Of(observed, machine.Name, service.OwnerFact);
            var mac = look["mac"];
            if (look.Is("bound") || (mac.Length == 0 && !look.Is("answers")))
            {
                continue;
            }

            if (mac.Length > 0 && seen.OfType<ControlPlane>().FirstOrDefault(server => System(server)["mac"] == mac && System(server).All("vip-on").Count > 0) is { } loud)
            {
                Add("virtual-ip-free", machine.Name, CheckStatus.Warns, $"{service.Address} is answered for by {loud.Name}, which has it on {Forwarding.Of(cluster).Device ?? "an interface"} and should be silent about it (arp_ignore)", "It takes the traffic of the directors away. Apply sets its kernel settings again.");
            }
            else if ((mac.Length > 0 && !ourMacs.Contains(mac)) || (owners.Count == 0 && look.Is("answers")))
            {
                Add("virtual-ip-free", machine.Name, CheckStatus.Fails, $"{service.Address} is answered for by {(mac.Length > 0 ? mac : "somebody")}, which is none of our directors", "Another machine owns this address: choose a free one, or remove it there.");
            }
        }

        if (!results.Any(result => result.Check == "virtual-ip-free"))
        {
            Add("virtual-ip-free", string.Empty, CheckStatus.Holds, owners.Count > 0 ? $"owned by {string.Join(", ", owners.Select(owner => owner.Name))}" : "nobody answers for it", string.Empty);
        }
    }

    private static string Short(string fingerprint) => fingerprint.Length > 12 ? $"{fingerprint[..12]}…" : fingerprint;

    /// <summary>A node forwards, and a kernel that forwards takes no router advertisements: minutes or hours later its default route is gone.</summary>
    private void RoutersAreHeard()
    {
        foreach (var machine in seen.Where(machine => machine is ControlPlane or Worker || (machine is Director && !Forwarding.Of(cluster).Binds)))
        {
            var interfaces = System(machine).All("ra-ignored");
            if (interfaces.Count > 0)
            {
                Add("router-advertisements", machine.Name, CheckStatus.Warns, $"its IPv6 default route over {string.Join(", ", interfaces)} comes from router advertisements",
                    $"It will forward IPv6, and then its kernel ignores them: the route ends with its lifetime. Set {string.Join(", ", interfaces.Select(name => $"net.ipv6.conf.{name.Replace('.', '/')}.accept_ra=2"))}, or give it a route that stays; where systemd-networkd or NetworkManager listens in the kernel's place, see that it goes on to.");
            }
        }
    }

    private void MachinesAreBareOrOurs()
    {
        foreach (var machine in seen.Where(machine => machine.RunsKubelet))
        {
            var block = System(machine);
            var (ca, ours) = (block["ca"], block["marker-name"] == cluster.Name);
            if (machine is EtcdMachine && Membership.Of(observed, machine).Marks.Contains("kubelet.conf"))
            {
                Add("ours", machine.Name, CheckStatus.Fails, "it is a node of a cluster", "A machine that runs etcd of its own is a node of none: drain it there, delete its node and run kubeadm reset on it.");
            }
            else if (machine is EtcdMachine && block["marker-name"].Length == 0 && Membership.Of(observed, machine).Marks.Contains("etcd-data"))
            {
                Add("ours", machine.Name, CheckStatus.Fails, $"it has data of an etcd that is not known to be ours, in {EtcdData.Directory(cluster)} or where {EtcdData.Manifest} says", "It would go on with that data. Take it away if it is nobody's, or take another machine.");
            }
            else if (block["marker-name"].Length > 0 && !ours)
            {
                Add("ours", machine.Name, CheckStatus.Fails, $"it belongs to the cluster '{block["marker-name"]}'", "A cluster of others is never touched: take the machine out of it first, or out of this model.");
            }
            else if (ca.Length > 0 && caFingerprint is not null && ca != caFingerprint)
            {
                Add("ours", machine.Name, CheckStatus.Fails, $"/etc/kubernetes bears the CA {Short(ca)}, ours is {Short(caFingerprint)}", "A cluster of others is never touched: run kubeadm reset there if the machine is to be used, or check which secrets this run has.");
            }
            else if (ca.Length > 0 && caFingerprint is null)
            {
                Add("ours", machine.Name, CheckStatus.Fails, "/etc/kubernetes bears a CA that is not known to be ours", "A cluster of others is never touched: run kubeadm reset there if the machine is to be used.");
            }
            else
            {
                Holds("ours", machine, ca.Length > 0 ? "bears our CA" : "bears no cluster");
            }
        }
    }

    /// <summary>Packages are those of the model. Under a cluster that runs with others, kubelets would be of another version than what they were upgraded with, all of them at once.</summary>
    private void NothingWouldBeUpgraded()
    {
        var nodes = cluster.ControlPlanes.Select(machine => NodeLine.Read(observed[machine.Name, FactNames.Nodes])).FirstOrDefault(listed => listed.Count > 0) ?? [];
        foreach (var machine in seen.Where(machine => machine.Platform is not Platform.Prepared && Membership.Of(observed, machine).Marks.Contains(machine is EtcdMachine ? "etcd-data" : "kubelet.conf")))
        {
            var version = machine is EtcdMachine ? OwnVersion(machine) : nodes.GetValueOrDefault(machine.Name)?.KubeletVersion ?? string.Empty;
            if (version.Length > 0 && version != cluster.Version.ToString())
            {
                Add("kubernetes-version", machine.Name, CheckStatus.Fails, $"its kubelet is {version}, the model says {cluster.Version}", "No cluster is upgraded by an apply: upgrade it as kubeadm's documentation says, one minor version at a time and its kubelets too, and let the model say what it has.");
            }
        }
    }

    /// <summary>Of a kubelet that no node tells of; empty where it has none.</summary>
    private string OwnVersion(Machine machine) => System(machine)["kubelet"] is { Length: > 0 } number ? "v" + number : string.Empty;

    /// <summary>What kubeadm's own preflight refuses, told before anything is changed: kernels below 4.19 (system-validators of Kubernetes 1.32 and 1.33), cgroup v1 (from 1.35 on).</summary>
    private void KubeadmTakesTheKernel()
    {
        if (cluster.Kubeadm.IgnoresSystemVerification)
        {
            return;
        }

        foreach (var machine in seen.Where(machine => machine.RunsKubelet))
        {
            var system = System(machine);
            if (cluster.Version.Minor is >= KubernetesCatalogue.FirstMinorThatRefusesOldKernels and <= KubernetesCatalogue.LastMinorThatRefusesOldKernels && system["kernel"].Split('.', '-', '+') is [var major, var minor, ..]
                && int.TryParse(major, CultureInfo.InvariantCulture, out var one) && int.TryParse(minor, CultureInfo.InvariantCulture, out var two) && new Version(one, two) < KubernetesCatalogue.OldestKernel)
            {
                Add("kernel", machine.Name, CheckStatus.Fails, $"its kernel is {system["kernel"]}", $"kubeadm of Kubernetes 1.32 and 1.33 refuses kernels older than {KubernetesCatalogue.OldestKernel}; 1.34 warns only. Take another version or kernel, or name {KubernetesCatalogue.SystemVerification} in KubeadmSettings.IgnoredPreflightErrors.");
            }

            if (cluster.Version.IsAtLeast(KubernetesCatalogue.FirstMinorWithoutCgroupV1) && system["cgroup"] == "tmpfs")
            {
                Add("cgroups", machine.Name, CheckStatus.Fails, "its cgroups are of version 1", $"kubeadm refuses such machines from 1.35 on: boot with cgroup v2, or allow version 1 (KubeletSettings.AllowCgroupV1) and name {KubernetesCatalogue.SystemVerification} in KubeadmSettings.IgnoredPreflightErrors.");
            }
        }
    }

    private void Each(string check, Func<Machine, (string Seen, string Hint)?> fault)
    {
        foreach (var machine in seen)
        {
            if (fault(machine) is { } found)
            {
                Add(check, machine.Name, CheckStatus.Fails, found.Seen, found.Hint);
            }
            else
            {
                Holds(check, machine, "ok");
            }
        }
    }

    private void Judge(string check, Machine machine, bool holds, string what, string hint) =>
        Add(check, machine.Name, holds ? CheckStatus.Holds : CheckStatus.Fails, what, holds ? string.Empty : hint);

    private void Holds(string check, Machine machine, string what) => Add(check, machine.Name, CheckStatus.Holds, what, string.Empty);

    private void Add(string check, string machine, CheckStatus status, string what, string hint) => results.Add(new CheckResult(check, machine, status, what, hint));
}
