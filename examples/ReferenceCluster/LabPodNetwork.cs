using KubeHa;
using KubeHa.Templates;
using static KubeHa.ShellScript;

namespace ReferenceCluster;

/// <summary>
/// The pod network of the lab: a bridge on every node with the node's own range (of each family, where pods have two), and a route to every other node's. It needs no image and no registry.
/// It also shows how steps of one's own are added to a plan: they hang on milestones.
/// </summary>
internal static class LabPodNetwork
{
    private const string Script = "/usr/local/sbin/pod-network";
    private const string Unit = "/etc/systemd/system/pod-network.service";

    /// <summary>Adds the pod network's steps for every node that the plan is about.</summary>
    public static Plan AddTo(Plan plan, Cluster cluster, string? only)
    {
        foreach (var node in cluster.Nodes.Where(node => plan.Steps.Any(step => step.Id == Milestones.ClusterUp) && plan.Targets.Contains(node.Target) && (only is null || node.Name == only)))
        {
            plan = plan
                .Add(Write(node, Script, ScriptText(node), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, after: Milestones.MachinesPrepared))
                .Add(Write(node, Unit, UnitText, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, after: Id(node, Script)))
                .Add(new PlanStep(Id(node, "running"), node.Name, "Run the pod network", new StepAction.RunScript(
                    Sh($"systemctl daemon-reload && systemctl enable -q pod-network && systemctl restart pod-network"),
                    Unless: Sh($"systemctl is-enabled -q pod-network && systemctl is-active -q pod-network")))
                { After = [Id(node, Unit)] }, before: Milestones.ClusterUp)
                .Add(new PlanStep(Id(node, "ready"), node.Name, "Wait until the node is Ready", new StepAction.WaitUntil(
                    Sh($$"""
                        said=$(kubectl --kubeconfig {{FilePaths.KubeletConf}} get node {{node.Name}} -o {{"jsonpath={.status.conditions[?(@.type==\"Ready\")]}"}} 2>&1)
                        case $said in *'"status":"True"'*) exit 0;; esac
                        echo "$said"; exit 1
                        """), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3)))
                { After = [Id(node, "running"), Milestones.WorkersJoined] }, before: Milestones.ClusterUp);
        }

        return plan;
    }

    private static string Id(Machine node, string topic) => $"{node.Name}/pod-network/{topic.TrimStart('/')}";

    private static PlanStep Write(Machine node, string path, string text, UnixFileMode mode, string after) =>
        new(Id(node, path), node.Name, $"Write {path}", new StepAction.WriteFile(new ConfigFile(node.Name, path, Content.Text(text), mode))) { After = [after] };

    /// <summary>
    /// Follows the nodes as the API lists them: the own range goes into the network plugin's file, each other one becomes a route. A watch can fall silent while the cluster
    /// is brought up, so it is begun anew, soon at first and ever more seldom: a kubectl that starts on six machines of one machine's processor at once is felt by everybody.
    /// </summary>
    private static string ScriptText(Machine node) => $$"""
        #!/bin/sh
        family() { case $1 in *:*) echo -6;; *) echo -4;; esac; }
        until [ -s {{FilePaths.KubeletConf}} ]; do sleep 1; done
        mkdir -p /etc/cni/net.d
        patience=60
        while :; do
        began=$(date +%s)
        timeout $((patience + $(od -A n -t u1 -N 1 /dev/urandom) % 30)) kubectl --kubeconfig {{FilePaths.KubeletConf}} get nodes --watch --no-headers \
            -o 'custom-columns=N:.metadata.name,R:.spec.podCIDRs[*],A:.status.addresses[?(@.type=="InternalIP")].address' |
        while read -r name ranges addresses; do
            case $ranges in */*) ;; *) continue;; esac
            if [ "$name" != {{node.Name}} ]; then
                for range in $(echo "$ranges" | tr , ' '); do
                    for address in $(echo "$addresses" | tr , ' '); do
                        family=$(family "$range")
                        [ "$family" = "$(family "$address")" ] || continue
                        ip "$family" route show "$range" | grep -q -F "via $address " || ip "$family" route replace "$range" via "$address"
                    done
                done
                continue
            fi
            subnets=$(echo "$ranges" | sed 's/,/" }], [{ "subnet": "/')
            case $ranges in
                *.*,*:*|*:*,*.*) routes='{ "dst": "0.0.0.0/0" }, { "dst": "::/0" }';;
                *:*) routes='{ "dst": "::/0" }';;
                *) routes='{ "dst": "0.0.0.0/0" }';;
            esac
            if ! grep -q -s -F "\"$subnets\"" /etc/cni/net.d/10-pod-network.conflist; then
                cat > /etc/cni/net.d/.new <<TEXT
        {
          "cniVersion": "0.4.0",
          "name": "pod-network",
          "plugins": [
            {
              "type": "bridge",
              "bridge": "cni0",
              "isGateway": true,
              "hairpinMode": true,
              "ipam": {
                "type": "host-local",
                "ranges": [[{ "subnet": "$subnets" }]],
                "routes": [$routes]
              }
            },
            { "type": "portmap", "capabilities": { "portMappings": true } }
          ]
        }
        TEXT
                mv /etc/cni/net.d/.new /etc/cni/net.d/10-pod-network.conflist
            fi
        done
        [ $(($(date +%s) - began)) -lt $patience ] || [ $patience -ge 1800 ] || patience=$((patience * 2))
        sleep 1
        done

        """.ReplaceLineEndings("\n");

    private const string UnitText = """
        [Unit]
        Description=Routes to the other nodes' pods

        [Service]
        ExecStart=/usr/local/sbin/pod-network
        Restart=always
        RestartSec=1

        [Install]
        WantedBy=multi-user.target

        """;
}
