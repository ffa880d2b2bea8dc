using System.Runtime.Versioning;
using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Templates.Tests;

/// <summary>The look that plans rest on, run by real shells in a folder that stands for a machine, with kubectl, curl and ip that say what they are told.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MembershipProbeTests : IDisposable
{
    private static readonly Cluster Cluster = ReferenceClusters.InTheLab;
    private readonly string root = Directory.CreateTempSubdirectory("kubeha-").FullName;

    public static TheoryData<string> RealShells => ["dash", "bash", "busybox sh"];

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task A_machine_with_nothing_says_that_it_is_bare(string shell)
    {
        Tool("ip", "");

        foreach (var machine in Cluster.Machines)
        {
            (await LookAsync(shell, machine)).Should().Be(MembershipProbe.Bare);
        }
    }

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task A_live_control_plane_says_what_it_is_and_twice_the_same_whatever_moves(string shell)
    {
        var names = (string[])["kubelet.conf", "admin.conf", "manifests/etcd.yaml", "pki/apiserver.crt"];
        foreach (var name in names.Append("pki/etcd/healthcheck-client.crt"))
        {
            Put("etc/kubernetes/" + name, "x");
        }

        Put("etc/kubernetes/pki/ca.crt", "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n");
        Put("var/lib/etcd/member/snap", "");
        Put("var/lib/kubeha/cluster", "name reference\nendpoint api.reference.internal:6443\nca 0123\n");
        Kubectl("node/node2\nnode/master\nnode/stranger");
        Etcd((["master", "master2"], 1), announced: "master3");
        var first = await LookAsync(shell, Cluster.ControlPlanes[0]);

        Kubectl("node/master\nnode/stranger2\nnode/node2");
        Etcd((["master2", "master"], 7), announced: "master3");
        var second = await LookAsync(shell, Cluster.ControlPlanes[0]);

        first.Should().Be(second);
        first.Split('\n').Should().Equal(
            "mark=kubelet.conf", "mark=admin.conf", "mark=manifests/etcd.yaml", "mark=pki/apiserver.crt", "mark=etcd-data",
            "marker-name=reference", "marker-endpoint=api.reference.internal:6443", "marker-ca=0123",
            "ca=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "serves=yes", "node=master", "node=node2",
            """etcd={"ID":"100","name":"master","peerURLs":["https://192.168.33.11:2380"]}""",
            """etcd={"ID":"101","name":"master2","peerURLs":["https://192.168.33.10:2380"]}""",
            """etcd={"ID":"102","name":"master3","peerURLs":["https://192.168.33.9:2380"],"isLearner":true}""");
        var read = Membership.Of(new Observations(new Dictionary<(string, string), string> { [("master", FactNames.Membership)] = first }), Cluster.ControlPlanes[0]);
        read.EtcdMembers.Select(member => (member.Id, member.HasStarted, member.PeerAddress?.ToString())).Should().Equal(("100", true, "192.168.33.11"), ("101", true, "192.168.33.10"), ("102", false, "192.168.33.9"));
        read.Nodes.Should().BeEquivalentTo("master", "node2");
        read.Serves.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task A_control_plane_that_does_not_answer_is_seen_by_its_marks_alone(string shell)
    {
        Put("etc/kubernetes/admin.conf", "x");
        Put("etc/kubernetes/pki/etcd/healthcheck-client.crt", "x");
        Tool("kubectl", "echo 'connection refused' >&2; exit 1");
        Tool("curl", "exit 7");
        (await LookAsync(shell, Cluster.ControlPlanes[0])).Should().Be("mark=admin.conf");

        // An apiserver that lists nodes and is not ready does not serve.
        Tool("kubectl", "case \"$*\" in *readyz*) echo '[-]etcd failed'; exit 1;; *) echo node/master;; esac");
        (await LookAsync(shell, Cluster.ControlPlanes[0])).Should().Be("mark=admin.conf");
    }

    [Theory]
    [MemberData(nameof(RealShells))]
    public async Task Etcds_data_is_found_where_the_model_says_and_where_the_manifest_does(string shell)
    {
        var cluster = ClusterBuilder.From(Cluster).WithEtcd(new EtcdTopology.Stacked { DataDirectory = root + "/model" }).Build();
        Put("etc/kubernetes/manifests/etcd.yaml", $"    - --client-cert-auth=true\n    - --data-dir={root}/manifest\n");
        (await LookAsync(shell, Cluster.ControlPlanes[0], cluster)).Should().Be("mark=manifests/etcd.yaml");

        Put("manifest/member/snap", "");
        (await LookAsync(shell, Cluster.ControlPlanes[0], cluster)).Should().Be("mark=manifests/etcd.yaml\nmark=etcd-data");

        Directory.Move(Path.Combine(root, "manifest"), Path.Combine(root, "model"));
        (await LookAsync(shell, Cluster.ControlPlanes[0], cluster)).Should().Be("mark=manifests/etcd.yaml\nmark=etcd-data");
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")] // busybox takes its own ip
    public async Task A_director_says_whether_it_owns_the_virtual_IP(string shell)
    {
        Tool("ip", "case \"$*\" in *192.168.33.130*) echo '2: eth0 inet 192.168.33.130/32';; esac");

        (await LookAsync(shell, Cluster.LvsPair.Directors[0])).Should().Be("vip=yes");
    }

    private void Kubectl(string nodes) => Tool("kubectl", $"case \"$*\" in *'get --raw /readyz'*) echo ok;; *'get nodes -o name'*) printf '%s\\n' '{nodes}';; *) exit 1;; esac");

    private void Etcd((string[] Started, int Term) state, string announced)
    {
        var members = state.Started.Select(name => $$"""{"ID":"{{Id(name)}}","name":"{{name}}","peerURLs":["https://{{Address(name)}}:2380"],"clientURLs":["https://{{Address(name)}}:237{{state.Term}}"]}""")
            .Append($$"""{"ID":"{{Id(announced)}}","name":"{{announced}}","peerURLs":["https://{{Address(announced)}}:2380"],"clientURLs":["https://{{Address(announced)}}:237{{state.Term}}"],"isLearner":true}""");
        Tool("curl", $$$"""echo '{"header":{"cluster_id":"9","member_id":"7","raft_term":"{{{state.Term}}}"},"members":[{{{string.Join(',', members)}}}]}'""");
    }

    private static int Id(string name) => 100 + Cluster.ControlPlanes.Select(machine => machine.Name).ToList().IndexOf(name);

    private static string Address(string name) => Cluster.Machines.Single(machine => machine.Name == name).Address.ToString();

    private void Put(string path, string text)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void Tool(string name, string script)
    {
        Put("bin/" + name, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(Path.Combine(root, "bin", name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<string> LookAsync(string shell, Machine machine, Cluster? cluster = null)
    {
        var script = MembershipProbe.Of(cluster ?? Cluster, machine, Cluster.Nodes.Select(node => node.Name)).Text;
        foreach (var folder in (string[])["/etc/kubernetes", "/var/lib/"])
        {
            script = script.Replace(folder, root + folder, StringComparison.Ordinal);
        }

        var session = await new LocalTransport().ConnectAsync(new Target("local", System.Net.IPAddress.Loopback));
        await using (session)
        {
            var answer = await session.ExecuteAsync(new ExecRequest(Sh($"command -v {shell.Split(' ')[0]} >/dev/null || exit 99; PATH={root + "/bin"}:$PATH exec {shell.Split(' ')} -c {script}").Text));
            answer.ExitCode.Should().Be(0, "{0} is needed and must not complain: {1}", shell, answer.StandardError);
            answer.StandardError.Should().BeEmpty();
            return answer.StandardOutput.TrimEnd('\n');
        }
    }
}
