using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>Texts that are documents: patches, policies, manifests.</summary>
internal static class DocumentFaults
{
    private const string Namespace = "apiVersion: v1\nkind: Namespace";
    private const string Address = "https://plugins.example/flannel.yml";

    private static readonly string Sum = Letters(64);

    public static IEnumerable<Fault> All =>
    [
        .. Each("a strategic patch", text => Patch(text, KubeadmPatchKind.Strategic),
            "spec: {}", "spec: {}\n---\na: 1", "", " \n", "# nothing", "spec", "- spec", "spec: {}\n---\n- a", "spec: {", "a: 1\na: 2", "a: (\n:", "a: &x 1\nb: *x", "\ta: 1", "a: \u00e9", "a: ~ ", "a: \u007f", "a: ${secret:x}", "a: ${public:x}", null!,
            "a: " + Letters(99_997), "a: " + Letters(99_998)),
        .. Each("a JSON patch", text => Patch(text, KubeadmPatchKind.Json), "[]", "- op: add\n  path: /a", "- op: add", "- path: /a", "- add", "spec: {}", "- op: add\n  path: /a\n- value: 1"),
        .. Each("an audit policy", text => BrokenBuilders.Kubeadm(new() { Audit = new(text) }),
            "apiVersion: audit.k8s.io/v1\nkind: Policy", "apiVersion: audit.k8s.io/v1beta1\nkind: Policy", "apiVersion: v1\nkind: Policy", "apiVersion: audit.k8s.io/v1\nkind: Event", "kind: Policy", "- a", "apiVersion: audit.k8s.io/v1\nkind: Policy\n---\na: 1"),
        .. Each("a document nested so deep", depth => Patch($"a: {new string('[', depth)}{new string(']', depth)}", KubeadmPatchKind.Strategic), 63, 64),

        .. Each("a manifest", text => BrokenBuilders.PodNetwork(text),
            Namespace, $"---\n{Namespace}\n---\n---\n{Namespace}\n---\n", "", "# nothing", "- a", "kind: Namespace", "apiVersion: v1", "apiVersion: [v1]\nkind: Namespace", Namespace + "\n---\nkind: a", "apiVersion: v1\nkind: [", "data:\n  a: (\n:", "apiVersion: &a v1\nkind: *a",
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n- kind: Namespace", "apiVersion: v1\nkind: List\nitems: []", "apiVersion: v1\nkind: List", "apiVersion: v1\nkind: Other\nitems:\n- kind: a",
            Namespace + " # \u00e9\t~", Namespace + " # \u007f", Namespace + " # \u0080", Namespace + "\r\n", Namespace + " # \u200b", Namespace + " # \u2028", Namespace + " # \u2029", Namespace + " # \ue000", Namespace + " # \ud800", Namespace + " # \u0378",
            Namespace + " # ${secret:x}", Namespace + " # ${public:x}"),
        new("the longest manifest", () => BrokenBuilders.PodNetwork(Namespace.PadRight(2_000_000, '\n'))), new("a manifest that is longer", () => BrokenBuilders.PodNetwork(Namespace.PadRight(2_000_001, '\n'))), new("no manifest", () => BrokenBuilders.PodNetwork(null!)),
        .. Each("an object of", kind => BrokenBuilders.PodNetwork($"apiVersion: {kind.Split(' ')[0]}\nkind: {kind.Split(' ')[1]}\nmetadata:\n  name: it\n---\napiVersion: {kind.Split(' ')[0]}\nkind: {kind.Split(' ')[1]}", "1.22.17"),
            "rbac.authorization.k8s.io/v1beta1 Role", "rbac.authorization.k8s.io/v1 Role", "autoscaling/v2 HorizontalPodAutoscaler", "policy/v1 PodDisruptionBudget"),
        new("an object that no Kubernetes is known for", () => BrokenBuilders.PodNetwork("apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: it", "1.38.0")),
        .. Each("Flannel's net-conf.json", json => Config($"net-conf.json: '{json}'"),
            """{ "Network": "10.244.0.0/16" }""", """{ "Network": "10.244.128.0/17" }""", """{ "Network": "10.244.0.0/15" }""", """{ "Network": "10.245.0.0/16" }""", """{ "Network": "pods" }""", """{ "Network": 1 }""", "{}", "[]", "{", "",
            """{ "Network": "10.244.0.0/16", "IPv6Network": "fd00::/56" }""", """{ "EnableIPv6": false, "IPv6Network": "fd00::/56" }""", """{ "EnableIPv6": true, "Network": "10.245.0.0/16", "IPv6Network": "fd00::/56" }"""),
        .. Each("Cilium's pool", pool => Config($"ipam: {pool.Split(' ')[0]}\n  cluster-pool-ipv4-cidr: {pool.Split(' ')[1]}\n  cluster-pool-ipv6-cidr: {pool.Split(' ')[2]}"), "cluster-pool 10.244.0.0/16 ''", "cluster-pool 10.0.0.0/8 fd00::/104", "kubernetes 10.0.0.0/8 fd00::/104"),
        .. Each("Calico's pool", variable => BrokenBuilders.PodNetwork($"apiVersion: apps/v1\nkind: DaemonSet\nspec:\n  env:\n  - name: {variable.Split(' ')[0]}\n    value: {variable.Split(' ')[1]}\n  - {{ name: {variable.Split(' ')[0]}, value: {variable.Split(' ')[1]} }}"),
            "CALICO_IPV4POOL_CIDR 10.244.0.0/16", "CALICO_IPV4POOL_CIDR 192.168.0.0/16", "CALICO_IPV6POOL_CIDR fd00::/56", "CALICO_OTHER 192.168.0.0/16"),
        new("Calico's pool of both families", () => Reference.DualStack().WithPodNetwork(new PodNetworkManifest.Text("apiVersion: v1\nkind: Pod\nspec: [{ name: CALICO_IPV4POOL_CIDR, value: 10.244.0.0/16 }, { name: CALICO_IPV6POOL_CIDR, value: 'fd00:10:245::/56' }]"))),
        new("Flannel's net-conf.json of another kind", () => BrokenBuilders.PodNetwork("apiVersion: v1\nkind: Secret\ndata:\n  net-conf.json: '{ \"Network\": \"10.245.0.0/16\" }'")),
        new("a ConfigMap without data", () => BrokenBuilders.PodNetwork("apiVersion: v1\nkind: ConfigMap")),
        new("a pods' network that is none", () => Reference.Builder().WithNetwork(pods: "x").WithPodNetwork(new PodNetworkManifest.Text("apiVersion: v1\nkind: ConfigMap\ndata:\n  net-conf.json: '{ \"Network\": \"10.245.0.0/16\" }'"))),
        .. Each("a plugin's address", address => Plugin(address is null ? null! : new Uri(address, UriKind.RelativeOrAbsolute), Sum), Address, "http://plugins.example/flannel.yml", "file:///srv/flannel.yml", "flannel.yml", "https://me:hunter2@plugins.example/flannel.yml", null),
        .. Each("a plugin's checksum", sum => Plugin(new Uri(Address), sum), Sum, Letters(63), Letters(65), Sum.ToUpperInvariant(), "", null!),
    ];

    private static ClusterBuilder Patch(string text, KubeadmPatchKind kind) => BrokenBuilders.Kubeadm(new() { Patches = [new("kube-apiserver", text, kind)] }, "1.31.0");

    private static ClusterBuilder Config(string data) => BrokenBuilders.PodNetwork($"apiVersion: v1\nkind: ConfigMap\ndata:\n  {data}");

    private static ClusterBuilder Plugin(Uri location, string sum) => Reference.Builder().WithPodNetwork(new PodNetworkManifest.Address(location, sum));
}
