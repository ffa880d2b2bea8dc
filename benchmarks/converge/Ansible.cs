using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeHa.Converge;

/// <summary>The same work as playbooks, in the fastest form that Ansible has for it with what is built in.</summary>
internal sealed partial class Ansible(string folder, Work work, Func<Content, string> bind)
{
    private string Root => Path.Join(folder, "ansible");

    public void Write()
    {
        Directory.CreateDirectory(Path.Join(Root, "files"));
        File.WriteAllText(Path.Join(Root, "ansible.cfg"), $"""
            [defaults]
            inventory = {Root}/hosts
            forks = 20
            gathering = explicit
            interpreter_python = /usr/bin/python3
            remote_user = root
            private_key_file = {folder}/id_ed25519
            retry_files_enabled = False
            display_ok_hosts = False
            local_tmp = {Root}/tmp
            [ssh_connection]
            pipelining = True
            transfer_method = piped
            ssh_args = -F none -o UserKnownHostsFile={folder}/known_hosts -o ControlMaster=auto -o ControlPersist=1h
            control_path_dir = {folder}/cp

            """);
        File.WriteAllText(Path.Join(Root, "hosts"), string.Concat(work.Machines.Select(machine => $"{machine.Name} ansible_host={machine.Address}\n")));
        foreach (var (file, number) in work.Files.Select((file, number) => (file, number)))
        {
            File.WriteAllText(Source(number), bind(file.Content));
        }

        WritePlaybook("check.yml", work.Files.Select((file, _) => file.Placement == FilePlacement.Block ? Block(file) : Stat(file)), installs: false);
        WritePlaybook("install.yml", work.Files.Select((file, number) => file.Placement == FilePlacement.Block ? Block(file) : Copy(file, number)), installs: true);
        WritePlaybook("warm.yml", null, installs: false);
    }

    /// <summary>Opens the connections that later runs find open.</summary>
    public void Warm() => Play("warm.yml").Must();

    public Child Check() => Play("check.yml", "--check");

    public Child Install() => Play("install.yml");

    /// <summary>How many steps would change or were changed, on all machines.</summary>
    public int Changed(Child run)
    {
        var machines = Recap().Matches(run.Output);
        return run.Code == 0 && machines.Count == work.Machines.Count && machines.All(machine => machine.Groups[1].Value == $"{work.StepsPerMachine}")
            ? machines.Sum(machine => int.Parse(machine.Groups[2].Value, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"'{run.What}' did not do every step on every machine:\n{run.Output}");
    }

    [GeneratedRegex(@"^\S+\s+: ok=(\d+)\s+changed=(\d+)\s+unreachable=0\s+failed=0\s+skipped=0\s", RegexOptions.Multiline)]
    private static partial Regex Recap();

    private string Source(int number) => Path.Join(Root, "files", $"{number}");

    private Child Play(string playbook, params string[] options) =>
        Child.Run("env", [$"ANSIBLE_CONFIG={Root}/ansible.cfg", "ansible-playbook", .. options, Path.Join(Root, playbook)]);

    private void WritePlaybook(string name, IEnumerable<JsonObject>? files, bool installs)
    {
        var settings = Work.Settings.Select(setting => installs
            ? Task($"Set {setting.Key}", ("ansible.builtin.shell", $"test \"$(sysctl -n {setting.Key})\" = {setting.Value} || {{ sysctl -q -w {setting.Key}={setting.Value} && echo changed; }}"), "'changed' in r.stdout", "r.rc != 0")
            : Task($"Set {setting.Key}", ("ansible.builtin.command", $"sysctl -n {setting.Key}"), $"r.stdout != '{setting.Value}'", "r.rc != 0"));
        var units = Work.Units.Select(unit => installs
            ? Task($"Start {unit}", ("ansible.builtin.shell", $"systemctl is-active {unit} || {{ systemctl start {unit} && echo changed; }}"), "'changed' in r.stdout", "r.rc != 0")
            : Task($"Start {unit}", ("ansible.builtin.command", $"systemctl is-active {unit}"), "r.rc != 0", "r.rc > 3"));
        var tasks = files is null
            ? [new JsonObject { ["ansible.builtin.raw"] = "true" }]
            : files.Concat(settings).Concat(units).ToArray<JsonNode>();
        var play = new JsonObject { ["hosts"] = "all", ["gather_facts"] = false, ["strategy"] = "free", ["tasks"] = new JsonArray(tasks) };
        File.WriteAllText(Path.Join(Root, name), Json.Text(new JsonArray(play)));
    }

    private static JsonObject Stat(ConfigFile file, string owner, string group, string hash) => new()
    {
        ["name"] = $"Write {file.Path}",
        ["ansible.builtin.stat"] = new JsonObject { ["path"] = file.Path, ["checksum_algorithm"] = "sha256", ["get_mime"] = false, ["get_attributes"] = false },
        ["register"] = "r",
        ["changed_when"] = $"not r.stat.exists or r.stat.checksum != '{hash}' or r.stat.mode != '{Work.Octal(file).PadLeft(4, '0')}' or r.stat.pw_name != '{owner}' or r.stat.gr_name != '{group}'",
    };

    private JsonObject Stat(ConfigFile file)
    {
        var owner = file.Owner.Split(':');
        return Stat(file, owner[0], owner[1], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bind(file.Content)))));
    }

    private JsonObject Block(ConfigFile file) => new()
    {
        ["name"] = $"Write {file.Path}",
        ["ansible.builtin.blockinfile"] = new JsonObject { ["path"] = file.Path, ["marker"] = "# {mark} KubeHa", ["block"] = bind(file.Content) },
    };

    private JsonObject Copy(ConfigFile file, int number)
    {
        var owner = file.Owner.Split(':');
        return new JsonObject
        {
            ["name"] = $"Write {file.Path}",
            ["ansible.builtin.copy"] = new JsonObject { ["src"] = Source(number), ["dest"] = file.Path, ["mode"] = Work.Octal(file).PadLeft(4, '0'), ["owner"] = owner[0], ["group"] = owner[1] },
        };
    }

    // Looks run in a check, too; whether something is different is told, not a failure.
    private static JsonObject Task(string name, (string Module, string Command) what, string changed, string failed) => new()
    {
        ["name"] = name,
        [what.Module] = what.Command,
        ["check_mode"] = false,
        ["register"] = "r",
        ["changed_when"] = changed,
        ["failed_when"] = failed,
    };
}
