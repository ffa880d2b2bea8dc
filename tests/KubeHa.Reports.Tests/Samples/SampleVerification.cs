using KubeHa.Templates;
using KubeHa.Templates.Tests;

namespace KubeHa.Reports.Tests;

/// <summary>Invented verifications of the reference cluster, with the words of real ones.</summary>
internal static class SampleVerification
{
    private static readonly Cluster Cluster = ReferenceClusters.InTheLab;

    /// <summary>Everything holds but one warning.</summary>
    public static CheckReport Warns { get; } = Report([.. Healthy(), new("certificate-days", "master2", CheckStatus.Warns, "apiserver.crt is valid for 21 more days", "Renew it: kubeadm certs renew apiserver, then restart kube-apiserver.")]);

    /// <summary>Everything holds.</summary>
    public static CheckReport Holds { get; } = Report(Healthy());

    /// <summary>A control plane that gets no traffic.</summary>
    public static CheckReport Fails { get; } = Report(
        [
            .. Healthy().Where(result => result.Machine != "master3" && result is not { Check: "pool-complete", Machine: "lvs01" }),
            new("apiserver-ready", "master3", CheckStatus.Fails, "its own apiserver says: [-]etcd failed: reason withheld", "See crictl ps -a and the logs of kube-apiserver and etcd there."),
            new("gate-open-while-bound", "master3", CheckStatus.Fails, "bound, gate closed", "Apply again: the machine binds the virtual IP and opens its gate when its own apiserver is ready."),
            new("pool-complete", "lvs01", CheckStatus.Fails, "does not list master3", "See gate and /readyz of the missing ones; keepalived takes a server in after two good checks."),
        ]);

    /// <summary>The same, with texts that try to break out.</summary>
    public static CheckReport Hostile { get; } = new(
        [.. Fails.Results.Select(result => result.Status == CheckStatus.Fails ? result with { Seen = "<b onclick=\"x\">&amp; \u001b[31mno</b><script>alert(1)</script>", Hint = "</main><img src=x onerror=alert(1)>" } : result)], Fails.Run);

    /// <summary>Looking failed.</summary>
    public static CheckReport Broken { get; } = new([], new RunReport(RunOutcome.Failed, [], Observations.None, "master: no route to host\n  Nothing was changed."));

    private static CheckReport Report(IReadOnlyList<CheckResult> results) => new(results, new RunReport(RunOutcome.NoChange, [], Observations.None));

    private static List<CheckResult> Healthy()
    {
        var results = new List<CheckResult>();
        Add("vip-on-one-director", "", "192.168.33.130 is on lvs01");
        foreach (var director in Cluster.LvsPair.Directors)
        {
            Add("keepalived-runs", director.Name, "keepalived is active");
            Add("pool-complete", director.Name, "lists 192.168.33.9:6443, 192.168.33.10:6443, 192.168.33.11:6443");
            Add("clock", director.Name, "0.01 s apart");
        }

        foreach (var machine in Cluster.ControlPlanes)
        {
            Add("apiserver-ready", machine.Name, "its own apiserver answers /readyz");
            Add("traffic-only-while-bound", machine.Name, "in a pool, bound, ready");
            Add("gate-open-while-bound", machine.Name, "bound, gate open");
            Add("silent-about-vip", machine.Name, "arp_ignore=1 arp_announce=2");
            Add("etcd-answers", machine.Name, "answers, 0 errors");
        }

        Add("no-connection-hangs", "client", "0 of 36 new connections hung");
        Add("every-server-answers", "client", "3 serving certificates in 36 connections");
        Add("etcd-members", "", "3 members: master, master2, master3");
        Add("etcd-one-leader", "", "all name the same leader");
        Add("one-leader-renewing", "", "kube-controller-manager: master_6c1f");
        Add("one-leader-renewing", "", "kube-scheduler: master2_90ab");
        foreach (var machine in Cluster.Nodes)
        {
            Add("node-ready", machine.Name, "Ready");
            Add("workload", machine.Name, "its pod reached 7 of 7 (every pod, and the service)");
        }

        Add("client-kubectl", "client", "kubectl lists 6 nodes through https://api.reference.internal:6443");
        return results;

        void Add(string check, string machine, string seen) => results.Add(new CheckResult(check, machine, CheckStatus.Holds, seen, ""));
    }
}
