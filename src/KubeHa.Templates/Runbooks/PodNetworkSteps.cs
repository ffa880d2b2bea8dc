using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The network plugin's manifest. The server merges it (KEP-555), so that what others own of its objects stays theirs, and tells what applying it would change.</summary>
internal static class PodNetworkSteps
{
    private static readonly ShellScript Merged = Sh($"--server-side --force-conflicts --field-manager kubeha");

    public static void Apply(Lane lane, Cluster cluster, IEnumerable<string> after)
    {
        if (cluster.PodNetwork is PodNetworkManifest.Address address)
        {
            Fetch(lane, address);
        }

        // Objects of a kind that the manifest itself brings are refused until the server has learnt it.
        var kubectl = KubernetesProbes.Kubectl(cluster, (ControlPlane)lane.Machine);
        lane.Run("pod-network", "Apply the network plugin's manifest",
            Sh($$"""
                n=0
                until said=$({{kubectl}} apply {{Merged}} -f {{FilePaths.PodNetwork}} 2>&1); do
                  n=$((n+1)); [ $n -lt 10 ] || { printf '%s\n' "$said" | tail -n 5 >&2; exit 1; }
                  sleep 3
                done
                """),

            // 0: nothing differs; 1: something does; more: it could not be asked. Older servers set the moment of a merge anew where nothing else changes (seen with 1.20).
            unless: Sh($"""
                said=$({kubectl} diff {Merged} -f {FilePaths.PodNetwork} 2>/dev/null) && exit 0
                [ $? -eq 1 ] && ! printf '%s\n' "$said" | grep -e '^[-+]' | grep -v -e '^--- ' -e '^+++ ' -e '^[-+] *time: "[-0-9TZ:]*"$' | grep -q .
                """),
            after: after);
    }

    /// <summary>Waits until the node is Ready: plugins come as images, so this takes as long as they do.</summary>
    public static void Ready(Lane lane, IEnumerable<string> after) =>
        lane.Wait("node/ready", "Wait until the node is Ready",
            Sh($$"""
                said=$(kubectl --kubeconfig {{FilePaths.KubeletConf}} --request-timeout 10s get node {{lane.Machine.Name}} -o {{"jsonpath={.status.conditions[?(@.type==\"Ready\")]}"}} 2>&1)
                case $said in *'"status":"True"'*) exit 0;; esac
                echo "$said"; exit 1
                """), TimeSpan.FromMinutes(10), after);

    private static void Fetch(Lane lane, PodNetworkManifest.Address address)
    {
        const string fetched = FilePaths.PodNetwork + ".new";
        lane.Run("pod-network/fetch", "Fetch the network plugin's manifest",
            Sh($$"""
                trap {{$"rm -f {fetched}"}} EXIT
                curl -sS -f -L --connect-timeout 20 --max-time 300 -o {{fetched}} {{address.Location.OriginalString}} || exit 1
                seen=$(sha256sum {{fetched}} | cut -d' ' -f1)
                [ "$seen" = {{address.Sha256}} ] || { echo "what is there has the SHA-256 $seen, not the one that the cluster says" >&2; exit 1; }
                mv {{fetched}} {{FilePaths.PodNetwork}}
                """),
            unless: Sh($"[ \"$(sha256sum {FilePaths.PodNetwork} 2>/dev/null | cut -d' ' -f1)\" = {address.Sha256} ]"));
    }
}
