using System.Globalization;
using System.Text;
using FluentAssertions;
using KubeHa.Api.Tests;
using KubeHa.Templates.Tests.Kubeadm;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>docs/support-matrix.md: what can be said in the model, and how far each of it was tried. KUBEHA_APPROVE=1 writes it.</summary>
public sealed class SupportMatrixTests
{
    private const string Rendered = "rendered only";
    private const string Accepted = "accepted by the real tool";
    private const string Ran = "ran in the lab";

    // The lab's own; its test suite has it read every approved document in that API version.
    private const string Kubeadm = "kubeadm v1.20.2";
    private const string ReadByKubeadm = "kubeadm.k8s.io/v1beta2";

    private static readonly IReadOnlyDictionary<string, (string Word, string How)> Endpoints = new Dictionary<string, (string, string)>
    {
        [EndpointClusters.Masquerade] = (Accepted, "keepalived -t; a real IPVS kernel forwards by the rendered table and translates by the rendered script, in User-Mode Linux"),
        [EndpointClusters.OtherPort] = (Ran, "proof masquerade: the endpoint at 443, apiservers at 6443"),
        [EndpointClusters.Tunnel] = (Ran, "proof tunnel: real servers with kernels of their own, in User-Mode Linux, by the rendered files and units; a small server answers there in an apiserver's place"),
        [EndpointClusters.TcpCheck] = (Accepted, "keepalived -t"),
        [EndpointClusters.Multicast] = (Accepted, "keepalived -t"),
        [EndpointClusters.ThreeDirectors] = (Accepted, "keepalived -t"),
        [EndpointClusters.Timeouts] = (Accepted, "keepalived -t"),
        [EndpointClusters.Ipv6] = (Ran, "proof ipv6, round 1: nobody says an IPv4 address"),
        [EndpointClusters.Ipv6Masquerade] = (Accepted, "keepalived -t; a real IPVS kernel forwards by the rendered table and translates by the rendered script, in User-Mode Linux"),
        [EndpointClusters.DualStack] = (Ran, "proof ipv6, round 2: pods reach each other and a service by both families"),
        [EndpointClusters.TwoVirtualIps] = (Ran, "proof ipv6, round 3: on one director at a time, answered by both"),
        [EndpointClusters.HostFirewall] = (Accepted, "keepalived -t; a real IPVS kernel behind rules that drop what is invalid learns of every connection's end by the rendered script, in User-Mode Linux; firewalld and ufw themselves were not there"),
        [EndpointClusters.Keepalived135] = (Rendered, "that version is not at hand; 2.2.7 names nothing but the keyword that it does not know any more"),
    };

    private static readonly IReadOnlyList<(string What, string Word, string How)> Others =
    [
        ("direct routing, two directors, keepalived 2.2.7, VRRPv3", Ran, "every proof in proofs.md"),
        ("fast failover, adverts every 0.1 s", Ran, "proof fast-vrrp"),
        ("three control planes with stacked etcd", Ran, "every proof in proofs.md"),
        ("five control planes with stacked etcd", Ran, "proof five-control-planes"),
        ("etcd that others run", Ran, "proof etcd-of-others"),
        ("etcd on machines of its own", Ran, "proof external-etcd; from 1.31 on, and with Docker or CRI-O, golden files and kubeadm's fields only"),
        ("containerd 1.6.20", Ran, "every proof in proofs.md"),
        ("containerd 1.x of other versions", Accepted, "containerd 1.6 config dump, for the configuration of every version"),
        ("containerd 2.x", Rendered, "golden files"),
        ("Docker through dockershim (Kubernetes below 1.24)", Ran, "proof docker: Debian's docker.io 20.10.24"),
        ("Docker through cri-dockerd", Rendered, "golden files"),
        ("CRI-O", Rendered, "golden files"),
        ("prepared machines, Debian 12", Ran, "every proof in proofs.md"),
        ("CentOS, RHEL and their likes 8, packages from a mirror", Accepted, "the step that installs, with a real dnf"),
        ("CentOS, RHEL and their likes 7 and 9", Rendered, "golden files"),
        ("Debian 12, packages by apt from signed repositories", Ran, "proof debian-packages: Kubernetes' and containerd.io's names and versions; the packages are the lab's own"),
        ("Debian 11 and 13 and Ubuntu 20.04 to 24.04, packages by apt", Rendered, "golden files; the steps run in tests with stand-ins for apt and dpkg"),
        ("encryption of what etcd keeps; its data in another folder", Ran, "proof encrypted-elsewhere"),
        ("hostnames, time, SELinux, firewalls of machines", Rendered, "tests of the steps; golden files of time and ufw"),
        ("arguments, volumes, patches, audit log, feature gates, kubelet and kube-proxy settings, labels, taints", Rendered, "tests of the files, and the fields of kubeadm's documents"),
        ("the network plugin's manifest, in hand", Ran, "proof cluster-file: applied, left alone, applied again after a change by hand; its objects are like a plugin's and run nowhere"),
        ("the network plugin's manifest, at an address", Rendered, "tests of what is refused and of the steps; golden files"),
        ("a cluster file", Ran, "proof cluster-file; reads back equal to the builder's cluster"),
    ];

    [Fact]
    public void The_page_says_what_the_clusters_of_the_tests_are()
    {
        Endpoints.Keys.Should().BeEquivalentTo(EndpointClusters.Names, "each of them stands on the page");
        var file = Tree.PathOf("docs", "support-matrix.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("KUBEHA_APPROVE") == "1")
        {
            File.WriteAllText(file, page);
        }

        File.ReadAllText(file).Should().Be(page, "KUBEHA_APPROVE=1 writes it");
    }

    private static string HowFar(KubernetesRelease release) =>
        release.Minor == ReferenceClusters.InTheLab.Version.Minor ? $"{Ran} ({ReferenceClusters.InTheLab.Version})"
        : release.KubeadmApiVersion == ReadByKubeadm ? $"{Accepted}: {Kubeadm} reads its documents without a word"
        : Rendered;

    private static string Page()
    {
        var page = new StringBuilder("""
            # What is supported, and how far it was tried

            Three words, and none of them means more than it says:

            - **ran in the lab**: a cluster like this was brought up on the machines of the lab, and verified ([proofs.md](proofs.md)).
            - **accepted by the real tool**: the tool that reads the files (keepalived, containerd, kubeadm, the kernel, dnf) took what is rendered, in a test.
            - **rendered only**: files and plans are written and held to approved ones. kubeadm's documents are also held, key by key and type by type, to the fields
              that its API versions have.

            Written by `KUBEHA_APPROVE=1 dotnet test tests/KubeHa.Templates.Tests`; not to be edited by hand.

            ## Kubernetes

            | minor | kubeadm's documents | a joining etcd member is | packages from the project | how far |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var release in MinorClusters.Minors.Select(minor => KubernetesCatalogue.Find(new KubernetesVersion(1, minor, 1))!))
        {
            page.Append(CultureInfo.InvariantCulture, $"| 1.{release.Minor} | {release.KubeadmApiVersion.Split('/')[1]} | {(release.JoinsEtcdAsLearner ? "a learner" : "a voter")} | {(release.Packages == KubernetesPackages.ProjectRepositories ? "yes" : "no, mirrors only")} | {HowFar(release)} |\n");
        }

        page.Append("\n## The endpoint\n\n| cluster | how far | by what |\n|---|---|---|\n");
        foreach (var (name, (word, how)) in Endpoints)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {word} | {how} |\n");
        }

        page.Append("\n## Whole clusters\n\nTheir files stand in tests/KubeHa.Templates.Tests/Golden/matrix, under their real paths.\n\n| Kubernetes | platform | runtime | endpoint | etcd | how far | by what |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in MatrixClusters.All)
        {
            var tools = new List<string>();
            if (!row.HasOldKeepalived)
            {
                tools.Add("keepalived -t for the directors");
            }

            if (row.HasContainerd1)
            {
                tools.Add("containerd config dump for the nodes");
            }

            if (KubernetesVersion.TryParse(row.Version, out var version) && KubernetesCatalogue.Find(version)!.KubeadmApiVersion == ReadByKubeadm)
            {
                tools.Add($"{Kubeadm} for its documents");
            }

            var (word, how) = tools.Count == 0 ? (Rendered, "golden files") : (Accepted, $"{string.Join(", ", tools)}; the rest is rendered only");
            page.Append(CultureInfo.InvariantCulture, $"| {row.Version} | {row.PlatformName} | {row.RuntimeName} | {row.Endpoint} | {(row.Etcd switch { EtcdTopology.ExternalEndpoints => "of others", EtcdTopology.External => "on own machines", _ => "stacked" })} | {word} | {how} |\n");
        }

        page.Append("\n## Everything else\n\n| what | how far | by what |\n|---|---|---|\n");
        foreach (var (what, word, how) in Others)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {what} | {word} | {how} |\n");
        }

        return page.ToString();
    }
}
