using System.Globalization;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// The workload of a verification: a web server pod on every node and a service in front of them, in a namespace of its own that is removed afterwards.
/// Every apiserver has heard of them; every pod reaches every other and the service; logs and exec work on every node.
/// </summary>
internal static class WorkloadRunbook
{
    public const string Namespace = "kubeha-verify";

    public const string Fact = "workload";

    /// <summary>Which apiserver has which of the workload's objects in its watch cache, and after how long.</summary>
    public const string HeardFact = "workload-heard";

    /// <summary>
    /// How long an apiserver is waited for that has not heard of the workload. Behind an etcd that was away its watches come back one by one, each when its own connection
    /// to etcd tries again: gRPC waits for up to two minutes between two tries (gRPC's connection backoff: 1 s, then 1.6 times as long each time, 120 s and a fifth at most).
    /// </summary>
    private const int HeardSeconds = 150;

    public static Plan Plan(Cluster cluster, ControlPlane live, string image, int nodes)
    {
        var kubectl = KubernetesProbes.Kubectl(cluster, live);
        var count = nodes.ToString(CultureInfo.InvariantCulture);
        return KubeHa.Plan.Create($"Run a workload on {cluster.Name}", [live.Target],
        [
            Step(live, "create", "Put a pod on every node and a service in front of them", new StepAction.RunScript(
                Sh($"{kubectl} apply -f - >/dev/null"), StandardInput: Content.Text(Manifest(cluster, image)))),
            Step(live, "ready", "Wait until the pods run", new StepAction.WaitUntil(Sh($$"""
                running=$({{kubectl}} -n {{Namespace}} get daemonset web -o {{"jsonpath={.status.numberReady} {.status.desiredNumberScheduled} {.status.observedGeneration}"}})
                [ "$running" = {{$"{count} {count} 1"}} ] && exit 0
                echo "ready and wanted: $running"; exit 1
                """), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3)), "create"),
            Step(live, "heard", "Wait until every apiserver has heard of them", new StepAction.Observe(HeardFact, Heard(cluster, kubectl, count)), "ready"),
            Step(live, "look", "Have every pod reach every other and the service, and read logs of each", new StepAction.Observe(Fact, Look(cluster, kubectl)), "heard"),
        ]);
    }

    public static Plan CleanUp(Cluster cluster, ControlPlane live) => KubeHa.Plan.Create($"Remove the workload from {cluster.Name}", [live.Target],
    [
        Step(live, "remove", "Remove the workload's namespace", new StepAction.RunScript(
            Sh($"{KubernetesProbes.Kubectl(cluster, live)} delete namespace {Namespace} --ignore-not-found --wait=false >/dev/null"))),
        Step(live, "removed", "Wait until it is gone", new StepAction.WaitUntil(
            Sh($"[ -z \"$({KubernetesProbes.Kubectl(cluster, live)} get namespace {Namespace} --ignore-not-found -o name)\" ]"), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), "remove"),
    ]);

    private static PlanStep Step(ControlPlane live, string topic, string title, StepAction action, string? after = null) =>
        new($"{live.Name}/workload/{topic}", live.Name, title, action) { After = after is null ? [] : [$"{live.Name}/workload/{after}"] };

    /// <summary>
    /// Asks each apiserver for what its watch cache has ("resourceVersion=0"), which is what its watchers hear of: where its watches of etcd are silent, every kubelet and kube-proxy
    /// that the directors send there misses whatever is new.
    /// </summary>
    private static ShellScript Heard(Cluster cluster, ShellScript kubectl, string count)
    {
        var slices = cluster.Version.IsAtLeast(KubernetesCatalogue.FirstMinorWithEndpointSliceV1) ? "v1" : "v1beta1";
        return Sh($$"""
            began=$(date +%s)
            past() { echo $(( $(date +%s) - began )); }
            heard() {
              tries=3
              while said=$({{kubectl}} --server "https://$1" get --raw "/$3/namespaces/"{{Namespace}}"/$2?resourceVersion=0" 2>&1) || { tries=$((tries-1)); [ $tries -gt 0 ]; }; do
                [ "$(printf '%s' "$said" | grep -o "\"$4\":" | wc -l)" -lt "$5" ] || { echo "$1 $2 heard=$(past)"; return 0; }
                [ "$(past)" -lt {{HeardSeconds}} ] || { echo "$1 $2 deaf=$(past)"; return 0; }
                sleep 1
              done
              echo "$1 $2 silent=$(printf '%s' "$said" | tail -n 1)"; return 1
            }
            for server in {{cluster.ControlPlanes.Select(machine => PoolRules.ServerOf(cluster, machine))}}; do
              heard "$server" services api/v1 clusterIP 1 && heard "$server" pods api/v1 podIP {{count}} && heard "$server" endpoints api/v1 ip {{count}} &&
                heard "$server" endpointslices apis/discovery.k8s.io/{{slices}} addresses {{count}}
            done
            true
            """);
    }

    /// <summary>How many addresses a pod asks: of every pod and of the service, each in every family that it has.</summary>
    public static int Addresses(Cluster cluster) =>
        (cluster.Nodes.Count() * (cluster.Network.SecondPods is null ? 1 : 2)) + (cluster.Network.SecondServices is null ? 1 : 2);

    /// <summary>Per pod one exec that asks all others, five times at most since a new service takes a moment to reach every node; a line for each answer.</summary>
    private static ShellScript Look(Cluster cluster, ShellScript kubectl) => Sh($$"""
        k() { {{kubectl}} -n {{Namespace}} "$@"; }
        pods=$(k get pods -l app=web -o {{$"jsonpath={{range .items[*]}}{{.metadata.name}} {{.spec.nodeName}} {{.status.{(cluster.Network.SecondPods is null ? "podIP" : "podIPs[*].ip")}}}{{\"\\n\"}}{{end}}"}})
        service=$(k get service web -o {{$"jsonpath={{.spec.{(cluster.Network.SecondServices is null ? "clusterIP" : "clusterIPs[*]")}}}"}})
        addresses=$(printf '%s\n' "$pods" | cut -d' ' -f3- | tr '\n' ' ')
        printf '%s\n' "$pods" | while read -r pod node address; do
          said=$(k exec "$pod" -- sh -c 'for a in "$@"; do n=0; case $a in *:*) u="[$a]";; *) u=$a;; esac; until timeout 3 wget -q -O /dev/null "http://$u:8080/" 2>/dev/null; do n=$((n+1)); [ $n -lt 5 ] || break; sleep 1; done; if [ $n -lt 5 ]; then echo "reached=$a"; else echo "not=$a"; fi; done' sh $addresses $service </dev/null 2>&1) || said="exec-failed=$said"
          printf '%s\n' "$said" | sed "s|^|$node |"
          k logs "$pod" --tail 1 >/dev/null 2>&1 && echo "$node logs=ok" || echo "$node logs=failed"
        done
        """);

    private static string Manifest(Cluster cluster, string image) => $$"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {{Namespace}}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: web
          namespace: {{Namespace}}
        spec:
          selector:
            matchLabels:
              app: web
          template:
            metadata:
              labels:
                app: web
            spec:
              terminationGracePeriodSeconds: 0
              automountServiceAccountToken: false
              tolerations:
              - operator: Exists
              containers:
              - name: web
                image: "{{image}}"
                imagePullPolicy: IfNotPresent
                command: ["sh", "-c", "mkdir -p /tmp/web && echo ok > /tmp/web/index.html && echo started && exec httpd -f -p 8080 -h /tmp/web"]
                readinessProbe:
                  tcpSocket:
                    port: 8080
                  periodSeconds: 1
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          namespace: {{Namespace}}
        spec:{{(cluster.Network.SecondServices is null ? string.Empty : "\n  ipFamilyPolicy: RequireDualStack")}}
          selector:
            app: web
          ports:
          - port: 8080

        """.ReplaceLineEndings("\n");
}
