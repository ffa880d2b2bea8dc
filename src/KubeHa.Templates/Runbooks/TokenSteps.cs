using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The bootstrap token of a run: made on a live control plane when somebody is to join, deleted when all have. It expires by itself after an hour.</summary>
internal static class TokenSteps
{
    public static void Ensure(Lane live, Cluster cluster) =>
        live.Run("join-token/ensure", "Let machines join for the next hour",
            Sh($"""
                manifest=$(cat) || exit 1
                until=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ) || exit 1
                printf '%s\n  expiration: "%s"\n' "$manifest" "$until" | {KubernetesProbes.Kubectl(cluster, (ControlPlane)live.Machine)} apply -f - >/dev/null
                """),
            input: Content.Concat(
                Content.Text("apiVersion: v1\nkind: Secret\nmetadata:\n  name: bootstrap-token-"), Content.Secret(RunSecretNames.JoinTokenId),
                Content.Text("\n  namespace: kube-system\ntype: bootstrap.kubernetes.io/token\nstringData:\n  token-id: \""), Content.Secret(RunSecretNames.JoinTokenId),
                Content.Text("\"\n  token-secret: \""), Content.Secret(RunSecretNames.JoinTokenSecret),
                Content.Text("\"\n  usage-bootstrap-authentication: \"true\"\n  usage-bootstrap-signing: \"true\"\n  auth-extra-groups: \"system:bootstrappers:kubeadm:default-node-token\"\n")));

    public static void Delete(Lane live, Cluster cluster, IEnumerable<string> after) =>
        live.Run("join-token/delete", "Let nobody join any more",
            Sh($"""
                IFS= read -r id || exit 1
                {KubernetesProbes.Kubectl(cluster, (ControlPlane)live.Machine)} -n kube-system delete secret "bootstrap-token-$id" --ignore-not-found >/dev/null
                """),
            input: Content.Concat(Content.Secret(RunSecretNames.JoinTokenId), Content.Text("\n")), after: after);
}
