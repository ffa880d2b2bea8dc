using System.Globalization;
using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Templates.Tests;

/// <summary>Every look runs for real on this machine, which has nothing of Kubernetes: no shell complains, and what comes can be read.</summary>
public sealed class ProbeTests
{
    public static TheoryData<string, string> Looks
    {
        get
        {
            var looks = new TheoryData<string, string>();
            foreach (var shell in (string[])["dash", "busybox sh"])
            {
                foreach (var step in Steps)
                {
                    looks.Add(shell, step.Id);
                }
            }

            return looks;
        }
    }

    private static IEnumerable<PlanStep> Steps => ReferenceClusters.InTheLab.PlanObservation().Steps
        .Where(step => step.Host is "master" or "lvs01" or "node1")
        .Concat(VerificationRunbook.CloserLooks(ReferenceClusters.InTheLab, Seen.Converged().Build(), ReferenceClusters.InTheLab.Render()).Steps.Where(step => step.Host is "master" or "lvs01" or "node1" && !step.Id.EndsWith(FactNames.Connections, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_look_at_this_machine_gives_what_can_be_read_and_no_complaint(string shell, string id)
    {
        // The date of busybox knows no fractions of a second; machines of ours have the one of coreutils.
        if (!Installed(shell) || (shell.StartsWith("busybox", StringComparison.Ordinal) && id.EndsWith(FactNames.Clock, StringComparison.Ordinal)))
        {
            return;
        }

        var look = (StepAction.Observe)Steps.Single(step => step.Id == id).Action;
        var answer = await RunAsync(shell, look.Probe);

        answer.StandardError.Should().BeEmpty();
        if (look.Fact == FactNames.Clock)
        {
            double.TryParse(answer.StandardOutput.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var now).Should().BeTrue();
            now.Should().BeApproximately((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds, 60);
        }
        else if (answer.ExitCode == 0)
        {
            answer.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().NotContain(line => !line.Contains('='));
        }
        else
        {
            answer.StandardOutput.Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("busybox sh")]
    public async Task The_look_at_a_machine_sees_this_one(string shell)
    {
        if (!Installed(shell))
        {
            return;
        }

        var cluster = ReferenceClusters.InTheLab;
        var block = FactBlock.Parse((await RunAsync(shell, MachineProbes.System(cluster, cluster.ControlPlanes[0]))).StandardOutput);

        block["hostname"].Should().Be(Environment.MachineName);
        block["kernel"].Should().Be((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim());
        block.Number("uid").Should().NotBeNull();
        block.Number("swap").Should().NotBeNull();
        block.Number("swap-at-boot").Should().NotBeNull();
        block.Number("free-etcd").Should().BePositive();
        block.Number("free-images").Should().BePositive();
        block["ip-vs"].Should().BeOneOf("yes", "no");
        block.All("tool").Should().Contain(["awk", "base64"]);
        block["architecture"].Should().NotBeEmpty();
        block["os"].Should().NotBeEmpty();
    }

    [Fact]
    public async Task The_versions_of_tools_are_numbers()
    {
        var cluster = ReferenceClusters.InTheLab;
        var block = FactBlock.Parse((await RunAsync("sh", MachineProbes.System(cluster, cluster.ControlPlanes[0]))).StandardOutput);

        foreach (var tool in (string[])["keepalived", "containerd", "docker"])
        {
            (block[tool].Length == 0 || Version.TryParse(block[tool], out _)).Should().BeTrue("of {0}: {1}", tool, block[tool]);
        }
    }

    private static bool Installed(string shell) => ((string[])["/usr/bin", "/bin"]).Any(folder => File.Exists(Path.Combine(folder, shell.Split(' ')[0])));

    private static async Task<ExecResult> RunAsync(string shell, ShellScript probe)
    {
        var session = await new LocalTransport().ConnectAsync(new Target("local", System.Net.IPAddress.Loopback));
        await using (session)
        {
            return await session.ExecuteAsync(new ExecRequest(Sh($"exec {shell.Split(' ')} -c {probe.Text}").Text));
        }
    }
}
