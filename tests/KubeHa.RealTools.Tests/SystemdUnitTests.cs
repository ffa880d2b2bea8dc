using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;

namespace KubeHa.RealTools.Tests;

public sealed class SystemdUnitTests
{
    [RealToolFact(RealTool.SystemdAnalyze)]
    public async Task Systemd_reads_every_unit_without_a_word()
    {
        using var sandbox = new Sandbox(RealTool.SystemdAnalyze)
            .With(ReferenceClusters.InTheLab.Render(), "master", FilePaths.GateUnit, FilePaths.VipUnit, FilePaths.Gate, FilePaths.Vip)
            .With(EndpointClusters.Named(EndpointClusters.Masquerade).Render(), "lvs1", FilePaths.Masquerade, FilePaths.MasqueradeUnit)
            .With(EndpointClusters.Named(EndpointClusters.HostFirewall).Render(), "lvs1", FilePaths.Untracked, FilePaths.UntrackedUnit);

        var (exitCode, output, error) = await sandbox.RunAsync(
            """
            mount -t tmpfs -o mode=0755 tmpfs /usr/libexec
            cp -a "$DIR/usr/libexec/kubeha" /usr/libexec/
            cd "$DIR/etc/systemd/system"
            systemd-analyze verify --man=no --recursive-errors=no ./kubeha-gate.service ./kubeha-vip.service ./kubeha-masquerade.service ./kubeha-untracked.service
            """);

        (output + error).Should().BeEmpty();
        exitCode.Should().Be(0);
    }
}
