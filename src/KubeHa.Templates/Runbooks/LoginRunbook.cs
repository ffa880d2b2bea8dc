using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// Logins between machines: a key pair for each machine that logs in, from the cluster's secrets; its public half on the machines that let it in,
/// for its address only; the host keys of those as they were seen, in a file of their own. Undone by the tag in the key's comment.
/// </summary>
internal static class LoginRunbook
{
    private const string User = "root";
    private const string Folder = "/root/.ssh";
    private const string KeyFile = Folder + "/id_kubeha";
    private const string HostKeys = Folder + "/kubeha_known_hosts";
    private const string Config = Folder + "/config";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The name of a machine's private key among the secrets.</summary>
    public static string SecretOf(string machine) => $"ssh/{machine}/id";

    /// <summary>Looks at the host keys of the machines that let others in.</summary>
    public static Plan Look(Cluster cluster, IReadOnlyCollection<MachineLogin> logins)
    {
        var machines = Machines(cluster, logins);
        var letIn = machines.Where(machine => logins.Any(login => login.To == machine.Name)).ToList();
        return Plan.Create($"Look at the host keys of {cluster.Name}", machines.Select(machine => machine.Target), letIn.Select(HostKeysOf));
    }

    /// <exception cref="ArgumentException">A machine is none of the cluster, its host keys were not seen, or its key is not among the secrets.</exception>
    public static Plan Install(Cluster cluster, IReadOnlyCollection<MachineLogin> logins, Observations observed, ClusterSecrets secrets)
    {
        var machines = Machines(cluster, logins);
        var (guards, assumptions, lanes) = (new List<PlanStep>(), new List<Assumption>(), machines.ToDictionary(machine => machine.Name, machine => new Lane(machine)));
        foreach (var machine in machines.Where(machine => logins.Any(login => login.To == machine.Name)))
        {
            guards.Add(HostKeysOf(machine));
            assumptions.Add(new Assumption(machine.Name, FactNames.SshHostKeys, Seen(observed, machine)));
            foreach (var other in From(logins, machine.Name).Select(name => machines.Single(known => known.Name == name)))
            {
                var key = SshPublicKey.Of(Key(secrets, other.Name), Tag(cluster, other.Name));
                lanes[machine.Name].Act($"ssh/authorized/{other.Name}", $"Let {other.Name} log in", AuthorizedKeys.Add(User, key, $"from=\"{other.Address}\",no-agent-forwarding,no-port-forwarding,no-X11-forwarding"));
            }
        }

        foreach (var machine in machines.Where(machine => logins.Any(login => login.From == machine.Name)))
        {
            var lane = lanes[machine.Name];
            var others = machines.Where(other => logins.Contains(new MachineLogin(machine.Name, other.Name))).ToList();
            lane.Run("ssh/folder", $"Have {Folder} for root only", Sh($"umask 077; mkdir -p {Folder} && chown 0:0 {Folder} && chmod 700 {Folder}"), unless: Sh($"[ \"$(stat -c '%a %u' {Folder})\" = '700 0' ]"));
            lane.Write(new ConfigFile(machine.Name, KeyFile, Content.Secret(SecretOf(machine.Name)), Private));
            lane.Write(new ConfigFile(machine.Name, HostKeys, Content.Text(string.Concat(others.SelectMany(other => Lines(observed, other)))), Private));
            lane.Write(new ConfigFile(machine.Name, Config, Content.Text(string.Concat(others.Select(other => Host(machine, other)))), Private) { Placement = FilePlacement.Block });
            foreach (var other in others)
            {
                lane.Check($"ssh/proved/{other.Name}", $"Log in on {other.Name} without a password", Sh($"ssh -o BatchMode=yes -o ConnectTimeout=10 {other.Name} true"),
                    $"{machine.Name} cannot log in on {other.Name} by its new key. See what ssh says above; sshd -T on {other.Name} shows what it allows.", [$"{other.Name}/ssh/authorized/{machine.Name}"]);
            }
        }

        return Plan.Create(
            $"Let machines of {cluster.Name} log in on each other", machines.Select(machine => machine.Target), guards.Concat(lanes.Values.SelectMany(lane => lane.Steps)), assumptions,
            secrets.TryGetPublic(SecretNames.CaFingerprint, out var id) ? id : null);
    }

    /// <summary>Takes everything away again that logs these machines in.</summary>
    public static Plan Remove(Cluster cluster, IReadOnlyCollection<MachineLogin> logins)
    {
        var machines = Machines(cluster, logins);
        var lanes = machines.ToDictionary(machine => machine.Name, machine => new Lane(machine));
        foreach (var machine in machines)
        {
            foreach (var other in From(logins, machine.Name))
            {
                lanes[machine.Name].Act($"ssh/forget/{other}", $"Let {other} log in no more", AuthorizedKeys.Remove(User, Tag(cluster, other)));
            }

            if (logins.Any(login => login.From == machine.Name))
            {
                lanes[machine.Name].Run("ssh/forget", "Remove the key and what belongs to it",
                    Sh($$"""
                        rm -f {{KeyFile}} {{HostKeys}}
                        [ -f {{Config}} ] || exit 0
                        umask 077; t=$(mktemp {{Folder}}/.kubeha.XXXXXXXX) || exit 1; trap 'rm -f "$t"' EXIT
                        sed '/^# BEGIN KubeHa$/,/^# END KubeHa$/d' {{Config}} >"$t" && chmod 600 "$t" && mv -f "$t" {{Config}}
                        """),
                    unless: Sh($"[ ! -e {KeyFile} ] && [ ! -e {HostKeys} ] && ! grep -q -s -x -e '# BEGIN KubeHa' {Config}"));
            }
        }

        return Plan.Create($"Let machines of {cluster.Name} log in on each other no more", machines.Select(machine => machine.Target), lanes.Values.SelectMany(lane => lane.Steps));
    }

    private static List<Machine> Machines(Cluster cluster, IReadOnlyCollection<MachineLogin> logins)
    {
        var names = logins.SelectMany(login => new[] { login.From, login.To }).ToHashSet();
        names.ExceptWith(cluster.Machines.Select(machine => machine.Name));
        return names.Count > 0 || logins.Any(login => login.From == login.To)
            ? throw new ArgumentException($"A login is between two machines of {cluster.Name}: {string.Join(", ", names.Concat(logins.Where(login => login.From == login.To).Select(login => login.From)))}.", nameof(logins))
            : [.. cluster.Machines.Where(machine => logins.Any(login => login.From == machine.Name || login.To == machine.Name))];
    }

    private static IEnumerable<string> From(IEnumerable<MachineLogin> logins, string to) => logins.Where(login => login.To == to).Select(login => login.From).Distinct();

    private static string Tag(Cluster cluster, string machine) => $"kubeha:{cluster.Name}:{machine}";

    private static PlanStep HostKeysOf(Machine machine) => ObservationRunbook.Look(machine, FactNames.SshHostKeys, "Read the host keys", Sh($"awk 'NF >= 2 {{print $1, $2}}' /etc/ssh/ssh_host_*_key.pub 2>/dev/null | sort"));

    private static string Seen(Observations observed, Machine machine) =>
        observed[machine.Name, FactNames.SshHostKeys] is { Length: > 0 } keys ? keys : throw new ArgumentException($"No host keys of {machine.Name} were seen.", nameof(observed));

    private static Secret Key(ClusterSecrets secrets, string machine) =>
        secrets.TryGet(SecretOf(machine), out var key) ? key : throw new ArgumentException($"There is no secret {SecretOf(machine)}.", nameof(secrets));

    private static IEnumerable<string> Lines(Observations observed, Machine other) =>
        Seen(observed, other).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{other.Name},{other.Address} {SshPublicKey.Parse(line)}\n");

    // The key is let in from the machine's own address only, so that is the one to come from where there are several.
    private static string Host(Machine machine, Machine other) => $"""
        Host {other.Name} {other.Address}
          HostName {other.Address}
          User {User}
          BindAddress {machine.Address}
          IdentityFile {KeyFile}
          IdentitiesOnly yes
          UserKnownHostsFile {HostKeys}
          StrictHostKeyChecking yes

        """.ReplaceLineEndings("\n");
}
