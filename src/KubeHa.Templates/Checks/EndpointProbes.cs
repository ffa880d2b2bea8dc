using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>Connections through the virtual IP, made on a machine that neither owns nor directs it.</summary>
internal static class EndpointProbes
{
    /// <summary>
    /// New TLS connections, each held open so that the least-loaded server is chosen next, until as many different serving certificates
    /// were seen as there are control planes, thirty at most, three where nothing answers at all. Prints each certificate's SHA-256 and <c>hanging</c> for a connection
    /// that shows none within three seconds. They read from a pipe that nobody writes to and that ends with this shell, and end with it.
    /// </summary>
    public static ShellScript Connections(Cluster cluster, PoolService service) => Sh($$"""
        command -v openssl >/dev/null || { echo "missing=openssl"; exit 0; }
        d=$(mktemp -d) || exit 1
        mkfifo "$d/open" && exec 3<>"$d/open" || exit 1
        pids=
        trap 'kill $pids 2>/dev/null; rm -rf "$d"' EXIT
        n=0; seen=" "; different=0; hanging=0
        while [ $n -lt 30 ] && [ $different -lt {{cluster.ControlPlanes.Count}} ]; do
          n=$((n+1))
          openssl s_client -connect {{service.Text}} -servername {{cluster.Endpoint.Name}} <"$d/open" >"$d/$n" 2>/dev/null 3>&- &
          pids="$pids $!"
          t=0; until grep -q -e '-----END CERTIFICATE' "$d/$n" 2>/dev/null; do t=$((t+1)); [ $t -le 30 ] || break; sleep 0.1; done
          if [ $t -gt 30 ]; then echo "connection=hanging"; hanging=$((hanging+1)); [ $different -gt 0 ] || [ $hanging -lt 3 ] || break; continue; fi
          c=$(sed -n '/-----BEGIN/,/-----END/p' "$d/$n" | sed '/-----/d' | base64 -d 2>/dev/null | sha256sum | cut -d' ' -f1)
          echo "connection=$c"
          case $seen in *" $c "*) ;; *) seen="$seen$c "; different=$((different+1));; esac
        done
        """);

    /// <summary>
    /// What kubectl lists on a client, with the client's own kubeconfig, through the virtual IP. One request may meet the moment in which the address moves, so it is
    /// tried three times; each failed try is told.
    /// </summary>
    public static ShellScript ClientNodes { get; } = Sh($$"""
        echo "server=$(kubectl config view --minify -o 'jsonpath={.clusters[0].cluster.server}' 2>/dev/null)"
        tries=0
        until seen=$(timeout 18 kubectl --request-timeout 10s get nodes -o 'jsonpath={range .items[*]}node={.metadata.name}{"\n"}{end}' 2>&1); do
          [ -n "$seen" ] || seen="no answer within 18 s"
          echo "failed=$(printf '%s\n' "$seen" | tail -n 1)"
          tries=$((tries+1)); [ $tries -lt 3 ] || exit 0
        done
        printf '%s\n' "$seen"
        """);
}
