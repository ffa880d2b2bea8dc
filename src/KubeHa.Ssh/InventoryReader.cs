using System.Globalization;
using System.IO.Abstractions;
using System.Net;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeHa.Ssh;

/// <summary>Reads an inventory; collects everything that is wrong with it.</summary>
internal sealed class InventoryReader(string path, IFileSystem fileSystem)
{
    private static readonly string[] LoginKeys = ["user", "port", "privateKeyFile", "certificateFile", "fingerprint"];
    private static readonly string[] CommonKeys = [.. LoginKeys, "elevation", "jumpHosts"];
    private static readonly string[] InventoryKeys = [.. CommonKeys, "knownHostsFile", "trustOnFirstUseFile", "machines"];
    private static readonly string[] MachineKeys = [.. CommonKeys, "address", "hostKeyAlias"];
    private static readonly string[] JumpHostKeys = [.. LoginKeys, "host", "hostKeyAlias"];

    private readonly List<Diagnostic> diagnostics = [];

    public SshInventory Read()
    {
        YamlMappingNode? root = Parse();
        Dictionary<string, YamlNode> values = root is null ? [] : Members(root, "the inventory", InventoryKeys);
        SshTargetOptions common = Common(values, null);
        KnownHosts knownHosts = ReadKnownHosts(values);
        Dictionary<string, SshTargetOptions> machines = Machines(values);
        string? record = Text(values, "trustOnFirstUseFile");

        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            throw new ClusterValidationException(diagnostics);
        }

        var options = new SshOptions
        {
            User = common.User ?? "root",
            Port = common.Port ?? 22,
            PrivateKeys = common.PrivateKeys,
            Fingerprints = common.Fingerprints,
            Elevation = common.Elevation,
            JumpHosts = common.JumpHosts ?? [],
            KnownHosts = knownHosts,
            TrustOnFirstUseFile = record is null ? null : Full(record),
            Targets = machines,
        };
        return new SshInventory(options, machines.Where(machine => machine.Value.Address is not null).ToDictionary(machine => machine.Key, machine => machine.Value.Address!), diagnostics);
    }

    private YamlMappingNode? Parse()
    {
        try
        {
            var yaml = new YamlStream();
            using (var reader = new StringReader(fileSystem.File.ReadAllText(path)))
            {
                yaml.Load(reader);
            }

            if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return root;
            }

            Error("KHA6001", path, "The inventory is not one YAML mapping.", "Start with 'user:', 'privateKeyFile:' and 'knownHostsFile:'.");
        }
        catch (YamlException e)
        {
            Error("KHA6001", Place(e.Start), $"This is not YAML: {e.Message}", "Correct the syntax; a key may stand only once.");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The reader's way to say it of a few texts, without a place; found by random ones.
            Error("KHA6001", path, "This is not YAML: something stands where nothing can.", "Correct the syntax.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Error("KHA6001", path, $"The inventory cannot be read: {e.Message}", "Check the path.");
        }

        return null;
    }

    private Dictionary<string, YamlNode> Members(YamlMappingNode mapping, string what, string[]? known)
    {
        var members = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name })
            {
                Error("KHA6003", Place(key.Start), $"A key of {what} is not a text.", "Use plain words as keys.");
            }
            else if (known is not null && !known.Contains(name))
            {
                Error("KHA6002", Place(key.Start), $"'{name}' is not a key of {what}.", $"Known are {string.Join(", ", known)}.");
            }
            else
            {
                members[name] = value;
            }
        }

        return members;
    }

    private SshTargetOptions Common(Dictionary<string, YamlNode> values, string? machine)
    {
        return new SshTargetOptions
        {
            Address = machine is null ? null : Parsed(values, "address", text => IPAddress.TryParse(text, out IPAddress? address) && address.ToString() == text ? address : null, "an IP address such as 192.168.33.11"),
            User = Text(values, "user"),
            Port = Port(values),
            PrivateKeys = Keys(values),
            Fingerprints = Fingerprints(values),
            JumpHosts = JumpHosts(values),
            HostKeyAlias = machine is null ? null : Text(values, "hostKeyAlias"),
            Elevation = Parsed(values, "elevation", text => text switch { "none" => SshElevation.None, "sudo" => SshElevation.SudoNoPassword, _ => (SshElevation?)null }, "'none' or 'sudo'"),
        };
    }

    private int? Port(Dictionary<string, YamlNode> values) =>
        Parsed(values, "port", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && text.All(char.IsAsciiDigit) && port is > 0 and < 65536 ? (int?)port : null, "a number from 1 to 65535");

    private string[] Fingerprints(Dictionary<string, YamlNode> values) =>
        Parsed(values, "fingerprint", text => HostKeyFingerprint.IsWellFormed(text) ? text : null, "SHA256: and 43 characters, as 'ssh-keygen -lf' prints it") is { } pin ? [pin] : [];

    private SshPrivateKey[] Keys(Dictionary<string, YamlNode> values)
    {
        string? key = File(values, "privateKeyFile"), certificate = File(values, "certificateFile");
        if (values.TryGetValue("certificateFile", out YamlNode? node) && !values.ContainsKey("privateKeyFile"))
        {
            Error("KHA6003", Place(node.Start), "'certificateFile' stands without a 'privateKeyFile'.", "Name the key it belongs to beside it.");
        }

        return key is null ? [] : [SshPrivateKey.FromFile(key, certificateFile: certificate)];

        string? File(Dictionary<string, YamlNode> from, string name) => Text(from, name) is { } text ? Existing(from[name], text) : null;
    }

    private List<SshJumpHost>? JumpHosts(Dictionary<string, YamlNode> values)
    {
        if (!values.TryGetValue("jumpHosts", out YamlNode? node))
        {
            return null;
        }

        var way = new List<SshJumpHost>();
        foreach (YamlNode item in (node as YamlSequenceNode)?.Children ?? Missing(node))
        {
            Dictionary<string, YamlNode> hop = item is YamlMappingNode mapping ? Members(mapping, "a jump host", JumpHostKeys) : [];
            if (Text(hop, "host") is { } host)
            {
                way.Add(new SshJumpHost(host)
                {
                    Port = Port(hop) ?? 22,
                    User = Text(hop, "user"),
                    PrivateKeys = Keys(hop),
                    Fingerprints = Fingerprints(hop),
                    HostKeyAlias = Text(hop, "hostKeyAlias"),
                });
            }
            else if (!hop.ContainsKey("host"))
            {
                Error("KHA6003", Place(item.Start), "A jump host has no 'host'.", "Write '- { host: bastion.example, user: jump }'.");
            }
        }

        return way;

        IList<YamlNode> Missing(YamlNode wrong)
        {
            Error("KHA6003", Place(wrong.Start), "'jumpHosts' is not a list.", "Write one '- { host: ... }' a jump host, in the order they are passed, or '[]' for none.");
            return [];
        }
    }

    private Dictionary<string, SshTargetOptions> Machines(Dictionary<string, YamlNode> values)
    {
        var machines = new Dictionary<string, SshTargetOptions>(StringComparer.Ordinal);
        if (!values.TryGetValue("machines", out YamlNode? node))
        {
            return machines;
        }

        if (node is not YamlMappingNode mapping)
        {
            Error("KHA6003", Place(node.Start), "'machines' is not a mapping.", "Write one key a machine, for example 'master: { port: 2222 }'.");
            return machines;
        }

        foreach ((string name, YamlNode machine) in Members(mapping, "'machines'", null))
        {
            if (machine is YamlMappingNode own)
            {
                machines[name] = Common(Members(own, $"machine '{name}'", MachineKeys), name);
            }
            else
            {
                Error("KHA6003", Place(machine.Start), $"Machine '{name}' is not a mapping.", "Write '{ address: 192.168.33.11 }', or leave the machine out.");
            }
        }

        return machines;
    }

    private KnownHosts ReadKnownHosts(Dictionary<string, YamlNode> values)
    {
        if (Text(values, "knownHostsFile") is not { } text || Existing(values["knownHostsFile"], text) is not { } file)
        {
            return KnownHosts.None;
        }

        try
        {
            KnownHosts knownHosts = KnownHosts.Load(file, fileSystem);
            diagnostics.AddRange(knownHosts.UnreadableLines.Select(line => new Diagnostic("KHA6005", DiagnosticSeverity.Warning, line.Split(": ")[0],
                $"The line is left out: {line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]}.", "Correct or remove it.")));
            return knownHosts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Error("KHA6004", Place(values["knownHostsFile"].Start), $"'{file}' cannot be read: {e.Message}", "Check its mode.");
            return KnownHosts.None;
        }
    }

    private string? Text(Dictionary<string, YamlNode> values, string key) => Parsed(values, key, text => text, "a text");

    private T? Parsed<T>(Dictionary<string, YamlNode> values, string key, Func<string, T?> parse, string wanted)
    {
        if (!values.TryGetValue(key, out YamlNode? node))
        {
            return default;
        }

        string? text = (node as YamlScalarNode)?.Value;
        T? value = string.IsNullOrWhiteSpace(text) ? default : parse(text);
        if (value is null)
        {
            Error("KHA6003", Place(node.Start), node is YamlScalarNode ? $"'{text}' is not a value for '{key}'." : $"'{key}' is not a single value.", $"It is {wanted}.");
        }

        return value;
    }

    private string? Existing(YamlNode node, string file)
    {
        string full = Full(file);
        if (fileSystem.File.Exists(full))
        {
            return full;
        }

        Error("KHA6004", Place(node.Start), $"There is no file '{file}' ({full}).", "Paths are relative to the inventory file.");
        return null;
    }

    private string Full(string file) => fileSystem.Path.Combine(fileSystem.Path.GetDirectoryName(fileSystem.Path.GetFullPath(path)) ?? "", file);

    private string Place(Mark mark) => string.Create(CultureInfo.InvariantCulture, $"{path}:{mark.Line}:{mark.Column}");

    private void Error(string code, string place, string message, string hint) => diagnostics.Add(new Diagnostic(code, DiagnosticSeverity.Error, place, message, hint));
}
