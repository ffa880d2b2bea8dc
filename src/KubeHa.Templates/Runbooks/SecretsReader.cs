using System.Text;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// Adopt before generate: what live machines have comes first, then what the operator has, and only what exists nowhere is made.
/// Texts go from the machine into <see cref="Secret"/>s and nowhere else: never through observations, events or logs.
/// </summary>
internal static class SecretsReader
{
    private static readonly IReadOnlyList<string> Items =
    [
        SecretNames.CaCertificate, SecretNames.CaKey, SecretNames.FrontProxyCaCertificate, SecretNames.FrontProxyCaKey,
        SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey, SecretNames.ServiceAccountPublicKey, SecretNames.ServiceAccountKey,
    ];

    /// <summary>What the machines of this cluster have, by <see cref="SecretNames"/>.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="observed">What was seen; says who bears anything of a cluster.</param>
    /// <param name="transport">The way to the machines.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SecretsRefusedException">Two machines have different ones, or a machine bears a cluster that is not ours.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(Cluster cluster, Observations observed, ITransport transport, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (string Value, string Machine)>();

        foreach (var machine in cluster.ControlPlanes.Cast<Machine>().Concat(cluster.EtcdMachines))
        {
            var seen = FactBlock.Of(observed, machine.Name, FactNames.System);
            if (seen["ca"].Length == 0 && !seen.Is("etc-kubernetes", "yes"))
            {
                continue;
            }

            var session = await transport.ConnectAsync(machine.Target, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                // Not only where a CA certificate stands: any key that is there is never overwritten, so it must be known.
                if (seen["ca"].Length > 0 || await BearsKeysAsync(session, cancellationToken).ConfigureAwait(false))
                {
                    await RefuseForeignAsync(cluster, observed, machine, session, cancellationToken).ConfigureAwait(false);
                    Add(found, machine, await ReadAsync(machine, session, Pki, cancellationToken).ConfigureAwait(false));
                }
            }
        }

        foreach (var director in cluster.LvsPair.Directors.Where(machine => observed[machine.Name, FactNames.System] is not null))
        {
            var session = await transport.ConnectAsync(director.Target, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                Add(found, director, await ReadAsync(director, session, VrrpPassword, cancellationToken).ConfigureAwait(false));
            }
        }

        return found.ToDictionary(item => item.Key, item => item.Value.Value);
    }

    /// <summary>
    /// What was read, without items whose other half is on no machine: a run that was killed between two files leaves such.
    /// The operator may have the other half; <see cref="Agree"/> sees to it.
    /// </summary>
    /// <param name="parts">What was read.</param>
    /// <exception cref="SecretsRefusedException">An item is not what its name says, or a key does not fit its certificate.</exception>
    public static (ClusterSecrets Whole, IReadOnlyDictionary<string, string> Halves) Sort(IReadOnlyDictionary<string, string> parts)
    {
        var halves = parts.Where(part => OtherHalves.Any(pair =>
            (part.Key == pair.Public && !parts.ContainsKey(pair.Key)) || (part.Key == pair.Key && part.Key != SecretNames.ServiceAccountKey && !parts.ContainsKey(pair.Public)))).ToDictionary();
        try
        {
            return (ClusterSecrets.FromParts(parts.Where(part => !halves.ContainsKey(part.Key)).ToDictionary()), halves);
        }
        catch (ArgumentException wrong)
        {
            throw new SecretsRefusedException($"What the machines have under {FilePaths.Pki} does not fit together: {wrong.Message}");
        }
    }

    /// <summary>Holds that each half is of one of these pairs: it stands on a machine and is never overwritten, so nothing else may be made for it.</summary>
    /// <param name="halves">The halves.</param>
    /// <param name="secrets">What is known beside them.</param>
    /// <exception cref="SecretsRefusedException">One is not.</exception>
    public static void Agree(IReadOnlyDictionary<string, string> halves, ClusterSecrets secrets)
    {
        foreach (var (name, value) in halves)
        {
            var known = secrets.TryGetPublic(name, out var text) ? text : secrets.TryGet(name, out var secret) ? secret.Reveal() : null;
            if (known?.Trim() != value.Trim())
            {
                throw new SecretsRefusedException($"A control plane has {name}, and its other half is neither on a machine nor with the operator. Use the folder of the run that made it, or remove /etc/kubernetes/{name} on the control planes.");
            }
        }
    }

    private static readonly IReadOnlyList<(string Public, string Key)> OtherHalves =
    [
        (SecretNames.CaCertificate, SecretNames.CaKey), (SecretNames.FrontProxyCaCertificate, SecretNames.FrontProxyCaKey),
        (SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey), (SecretNames.ServiceAccountPublicKey, SecretNames.ServiceAccountKey),
    ];

    internal static ShellScript Pki => Sh($"""
        for item in {Items}; do
          file=/etc/kubernetes/$item
          [ -s "$file" ] && printf '%s %s\n' "$item" "$(base64 < "$file" | tr -d '\n')"
        done
        key=$(sed -n 's/^ *secret: "\(.*\)"$/\1/p' {FilePaths.Encryption} 2>/dev/null | head -n 1)
        [ -z "$key" ] || printf '%s %s\n' {SecretNames.EncryptionKey} "$(printf '%s' "$key" | base64 | tr -d '\n')"
        true
        """);

    private static ShellScript VrrpPassword => Sh($"""
        password=$(sed -n 's/^[ \t]*auth_pass "\(.*\)"[ \t]*$/\1/p' {FilePaths.Keepalived} 2>/dev/null | head -n 1)
        [ -z "$password" ] || printf '%s %s\n' {SecretNames.VrrpPassword} "$(printf '%s' "$password" | base64)"
        """);

    private static async Task<bool> BearsKeysAsync(IHostSession session, CancellationToken cancellationToken) =>
        (await session.ExecuteAsync(new ExecRequest(Sh($"for item in {Items}; do [ ! -s \"/etc/kubernetes/$item\" ] || exit 0; done; [ ! -s {FilePaths.Encryption} ] || exit 0; exit 1").Text), cancellationToken).ConfigureAwait(false)).ExitCode != 1;

    private static async Task<List<(string Name, string Value)>> ReadAsync(Machine machine, IHostSession session, ShellScript script, CancellationToken cancellationToken)
    {
        var result = await session.ExecuteAsync(new ExecRequest(script.Text), cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw new SecretsRefusedException($"{machine.Target}: the cluster's keys could not be read (exit code {result.ExitCode}). Apply again when the machine answers.");
        }

        return [.. result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .Where(pair => pair.Length == 2)
            .Select(pair => (pair[0], Encoding.UTF8.GetString(Convert.FromBase64String(pair[1].Trim()))))];
    }

    private static void Add(Dictionary<string, (string Value, string Machine)> found, Machine machine, List<(string Name, string Value)> items)
    {
        foreach (var (name, value) in items)
        {
            if (!found.TryAdd(name, (value, machine.Name)) && found[name].Value.Trim() != value.Trim())
            {
                throw new SecretsRefusedException($"{name} on {machine.Name} is another one than on {found[name].Machine}. One of the two machines belongs to another cluster, or was set up by hand: nothing is changed until that is settled (kubeadm reset on the wrong one).");
            }
        }
    }

    /// <summary>A live PKI is ours only where our marker or kubeadm's own record says so.</summary>
    private static async Task RefuseForeignAsync(Cluster cluster, Observations observed, Machine machine, IHostSession session, CancellationToken cancellationToken)
    {
        var seen = FactBlock.Of(observed, machine.Name, FactNames.System);
        if (seen.Is("marker-name", cluster.Name) && seen.Is("marker-endpoint", cluster.Endpoint.HostAndPort))
        {
            return;
        }

        // Where etcd has machines of its own kubeadm keeps no record.
        var record = machine is ControlPlane server
            ? (await session.ExecuteAsync(
                new ExecRequest(Sh($"{KubernetesProbes.Kubectl(cluster, server)} -n kube-system get configmap kubeadm-config -o {"jsonpath={.data.ClusterConfiguration}"}").Text), cancellationToken).ConfigureAwait(false)).StandardOutput
            : string.Empty;
        var lines = record.Split('\n').Select(line => line.Trim()).ToHashSet();
        if (!lines.Contains($"clusterName: {cluster.Name}") || !lines.Contains($"controlPlaneEndpoint: {cluster.Endpoint.HostAndPort}"))
        {
            throw new SecretsRefusedException($"{machine.Target} bears a cluster's keys, and neither {FilePaths.Marker} nor kubeadm's own record says that it is {cluster.Name} at {cluster.Endpoint.HostAndPort}. A cluster of others is never touched: run kubeadm reset there if the machine is to be used.");
        }
    }
}
