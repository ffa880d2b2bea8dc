using System.Runtime.Versioning;
using System.Security.Cryptography;
using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Templates.Tests;

/// <summary>The looks of a verification run by real shells in a folder that stands for a machine: what they bring is judged by the checks as it would be of a machine.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CloserLookTests : IDisposable
{
    private static readonly Cluster Cluster = ReferenceClusters.InTheLabBuilder()
        .WithLvsPair("192.168.33.130", lvs => lvs.WithVrrp(VrrpSettings.Compatible))
        .Build();

    private readonly string root = Directory.CreateTempSubdirectory("kubeha-").FullName;

    public static TheoryData<string> RealShells => ["dash", "bash", "busybox sh"];

    private static ConfigSet Configs { get; } = Cluster.Render();

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task Files_as_written_hold_whatever_the_secrets_in_them_are(string shell)
    {
        foreach (var machine in (string[])["lvs01", "master"])
        {
            foreach (var password in (string[])["a1B2c3D4", "zzzz/&\\1"])
            {
                Write(machine, password);

                (await FindingsAsync(shell, machine)).Should().BeEmpty("of {0} in {1}", machine, shell);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task Changed_files_are_named_and_no_secret_and_no_hash_of_one_leaves_the_machine(string shell)
    {
        const string password = "a1B2c3D4";
        Write("lvs01", password);
        var file = Path(FilePaths.Keepalived);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("nopreempt", "# nopreempt", StringComparison.Ordinal));
        await File.AppendAllTextAsync(Path(FilePaths.DirectorSysctls), "# by hand\n");
        File.Delete(Path(FilePaths.IpvsRules));
        await File.WriteAllTextAsync(Path(FilePaths.Hosts), (await File.ReadAllTextAsync(Path(FilePaths.Hosts))).Replace("192.168.33.130", "192.168.33.131", StringComparison.Ordinal));
        File.SetUnixFileMode(Path(FilePaths.Modules), UnixFileMode.UserRead);

        var said = await LookAsync(shell, FileProbes.Of([.. Configs.For("lvs01")]));

        said.Should().NotContain(password).And.NotContain(Hash(await File.ReadAllBytesAsync(file)));
        Judged("lvs01", said).Select(result => result.Seen).Should().Equal(
            $"{FilePaths.Keepalived} differs",
            $"our block of {FilePaths.Hosts} differs; {FilePaths.Modules} has mode 400, not 644; {FilePaths.DirectorSysctls} differs; {FilePaths.IpvsRules} is missing");
    }

    [Fact]
    public async Task A_block_is_looked_for_between_the_lines_that_the_engine_writes()
    {
        var transport = new RecordingTransport();
        transport.OnAny(RecordingTransport.Changed);
        var file = Configs["node1", FilePaths.Hosts];

        await new PlanRunner(transport).RunAsync(Plan.Create("Block", [Machine("node1").Target], [new PlanStep("node1/file", "node1", "Write", new StepAction.WriteFile(file))]));

        transport.Commands.Should().Contain(command => command.Command.Contains(ManagedText.BlockBegin, StringComparison.Ordinal) && command.Command.Contains(ManagedText.BlockEnd, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task Private_files_that_others_may_read_are_named_and_certificates_are_not(string shell)
    {
        Put("etc/kubernetes/pki/ca.key", "k", UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Put("etc/kubernetes/pki/sa.key", "k", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Put("etc/kubernetes/admin.conf", "k", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Put("etc/kubernetes/pki/ca.crt", "c", UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Put("root/.kube/config", "k", UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var said = await LookAsync(shell, FileProbes.Of([]));

        said.Split('\n').Should().BeEquivalentTo("looked=private", "loose=404 /etc/kubernetes/pki/ca.key", "loose=440 /etc/kubernetes/admin.conf", "loose=404 /root/.kube/config");
    }

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task Certificates_come_along_and_keys_beside_them_do_not(string shell)
    {
        const string text = "Y2VydGlmaWNhdGU=";
        Put("etc/kubernetes/pki/ca.crt", Pem("CERTIFICATE", text));
        Put("etc/kubernetes/pki/apiserver.crt", "words before\n" + Pem("CERTIFICATE", text) + Pem("CERTIFICATE", "c2Vjb25k"));
        Put("var/lib/kubelet/pki/kubelet-client-current.pem", Pem("EC PRIVATE KEY", "c2VjcmV0") + Pem("CERTIFICATE", "b25l\ndHdv"));
        Put("etc/kubernetes/admin.conf", $"users:\n- user:\n    client-certificate-data: {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Pem("CERTIFICATE", text)))}\n    client-key-data: c2VjcmV0\n");
        Tool("openssl", $"case \"$*\" in *:2379) printf '%s' '{Pem("CERTIFICATE", "ZXRjZA==")}';; *) echo refused >&2; exit 1;; esac");

        var said = await LookAsync(shell, CertificateProbes.Of(Cluster, Cluster.ControlPlanes[0]));

        said.Split('\n').Should().BeEquivalentTo(
            $"certificate=/etc/kubernetes/pki/ca.crt {text}", $"certificate=/etc/kubernetes/pki/apiserver.crt {text}", "certificate=/var/lib/kubelet/pki/kubelet-client-current.pem b25ldHdv",
            $"certificate=/etc/kubernetes/admin.conf {text}", "served=apiserver ", "served=etcd ZXRjZA==");
    }

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task Units_and_kernel_are_told_and_the_file_that_undoes_a_setting_is_named(string shell)
    {
        Put("etc/containerd/config.toml", "x");
        Tool("systemctl", "case \"$*\" in show*) echo ExecMainStartTimestampMonotonic=$(awk '{printf \"%.0f\", $1 * 1000000 + 5000000}' /proc/uptime);; 'is-enabled kubelet') echo disabled; exit 1;; is-enabled*) echo enabled;; *) echo active;; esac");
        Put("proc/sys/net/ipv4/ip_forward", "1\n");
        Put("etc/sysctl.d/90-kubeha.conf", Configs["node1", FilePaths.NodeSysctls].Content.ToString());
        Put("usr/lib/sysctl.d/99-vendor.conf", "# net.ipv4.ip_forward=0\n- net/ipv4/ip_forward = 0\n");
        var first = await LookAsync(shell, ReadinessProbes.Of(Cluster, Configs, Machine("node1")));
        Put("etc/sysctl.d/99-vendor.conf", "\n"); // hides the other one
        Tool("systemctl", "case \"$*\" in show*) echo ExecMainStartTimestampMonotonic=0;; 'is-enabled kubelet') echo disabled; exit 1;; is-enabled*) echo enabled;; *) echo active;; esac");
        var second = await LookAsync(shell, ReadinessProbes.Of(Cluster, Configs, Machine("node1")));

        Judged("node1", first, FactNames.Readiness).Select(result => $"{result.Check}: {result.Seen}").Should().Equal(
            "units-enabled: kubelet is disabled", "sysctls-at-boot: /usr/lib/sysctl.d/99-vendor.conf sets net.ipv4.ip_forward to 0 after /etc/sysctl.d/90-kubeha.conf");
        Judged("node1", second, FactNames.Readiness).Select(result => result.Check).Should().Equal("units-enabled", "file-in-force");
    }

    [Theory]
    [InlineData("perl")]
    [InlineData("python3")]
    public async Task Adverts_are_heard_with_source_id_priority_and_version(string listener)
    {
        var tool = ((string[])["/usr/bin", "/usr/local/bin", "/bin"]).Select(folder => System.IO.Path.Combine(folder, listener)).FirstOrDefault(File.Exists);
        if (tool is null || !File.Exists("/usr/bin/perl") || Environment.UserName != "root")
        {
            return; // Raw sockets are root's, and perl is what speaks here.
        }

        // Nothing but what the look needs, so that it takes this listener; a network of its own, in which somebody else speaks.
        foreach (var program in (string[])["sh", listener])
        {
            Directory.CreateDirectory(Path("/bin"));
            File.CreateSymbolicLink(Path("/bin/" + program), program == "sh" ? "/bin/sh" : tool);
        }

        var probe = DirectorProbes.Adverts(Cluster.LvsPair.Directors[0], TimeSpan.FromMilliseconds(300)).Text.Replace("192.168.33.132", "127.0.0.1", StringComparison.Ordinal);
        var speak = "use Socket; socket(S, PF_INET, SOCK_RAW, 112) or die; for (1..25) { send(S, pack('C8', 0x31, 51, 140, 1, 0, 30, 0, 0), 0, sockaddr_in(0, inet_aton('127.0.0.1'))); select(undef, undef, undef, 0.1) }";
        var answer = await RunAsync(Sh($"unshare -n sh -c 'ip link set lo up; perl -e \"$1\" & PATH=$2; export PATH; eval \"$3\"; wait' sh {speak} {Path("/bin")} {probe}").Text);

        answer.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal("listened=4", "advert=127.0.0.1 51 140 3");
    }

    private static Machine Machine(string name) => Cluster.Machines.Single(machine => machine.Name == name);

    private static string Pem(string kind, string text) => $"-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n";

    private static string Hash(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));

    private string Path(string path) => root + path;

    private void Write(string machine, string password)
    {
        foreach (var file in Configs.For(machine).Where(file => file.Placement != FilePlacement.Transient))
        {
            var text = file.Content.Bind(_ => password, _ => "some value");
            Put(file.Path[1..], file.Placement == FilePlacement.Block ? $"127.0.0.1 localhost\n{ManagedText.BlockBegin}\n{text}{ManagedText.BlockEnd}\n::1 localhost\n" : text, file.Mode);
        }
    }

    private void Put(string path, string text, UnixFileMode? mode = null)
    {
        var file = System.IO.Path.Combine(root, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.Delete(file);
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, mode ?? (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private void Tool(string name, string script) => Put("bin/" + name, "#!/bin/sh\n" + script + "\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);

    private async Task<IEnumerable<string>> FindingsAsync(string shell, string machine) =>
        Judged(machine, await LookAsync(shell, FileProbes.Of([.. Configs.For(machine)]))).Select(result => result.ToString());

    // Who runs the tests owns the files.
    private static List<CheckResult> Judged(string machine, string said, string fact = FactNames.Files)
    {
        var facts = new Dictionary<(string, string), string> { [(machine, FactNames.System)] = "uid=0", [(machine, fact)] = said };
        var sheet = new CheckSheet(Cluster, new Observations(facts), Configs.Map(file => new ConfigFile(file.Host, file.Path, file.Content, file.Mode, Owner()) { Placement = file.Placement, KeepExisting = file.KeepExisting }));
        if (fact == FactNames.Files)
        {
            FileChecks.Run(sheet);
        }
        else
        {
            RebootChecks.Run(sheet);
        }

        return [.. sheet.Results.Where(result => result.Status != CheckStatus.Holds)];
    }

    private static string Owner() => Environment.UserName == "root" ? "root:root" : $"{Environment.UserName}:{Environment.UserName}";

    private async Task<string> LookAsync(string shell, ShellScript probe)
    {
        var script = probe.Text;
        foreach (var folder in (string[])["/etc/", "/var/lib/", "/root/", "/proc/sys/", "/run/sysctl.d", "/usr/lib", "/usr/local"])
        {
            script = script.Replace(folder, root + folder, StringComparison.Ordinal);
        }

        script = script.Replace("/usr" + root, root + "/usr", StringComparison.Ordinal);
        var answer = await RunAsync(Sh($"command -v {shell.Split(' ')[0]} >/dev/null || exit 99; PATH={Path("/bin")}:$PATH exec {shell.Split(' ')} -c {script}").Text);
        answer.ExitCode.Should().Be(0, "{0} is needed and must not complain: {1}", shell, answer.StandardError);
        answer.StandardError.Should().BeEmpty();
        return answer.StandardOutput.TrimEnd('\n').Replace(root, string.Empty, StringComparison.Ordinal);
    }

    private static async Task<ExecResult> RunAsync(string command)
    {
        var session = await new LocalTransport().ConnectAsync(new Target("local", System.Net.IPAddress.Loopback));
        await using (session)
        {
            return await session.ExecuteAsync(new ExecRequest(command));
        }
    }
}
