using FluentAssertions;
using KubeHa.Templates.Tests;

namespace KubeHa.RealTools.Tests;

/// <summary>The step that installs packages from a folder of the machine, with the real dnf.</summary>
public sealed class PackageFolderTests
{
    [RealToolFact(RealTool.Dnf, RealTool.RpmBuild, RealTool.CreateRepo)]
    public async Task All_of_a_folder_is_installed_without_asking_a_repository_and_running_again_changes_nothing()
    {
        using var machine = new DnfMachine("keepalived", "ipvsadm", "curl");
        (await machine.RunAsync("rm /etc/yum.repos.d/*")).Succeeded.Should().BeTrue();

        (await RunAsync(machine, machine.PackageFolder)).Outcome.Should().Be(RunOutcome.Changed);

        (await machine.RunAsync("rpm -q keepalived ipvsadm curl slow")).Succeeded.Should().BeTrue();
        (await RunAsync(machine, machine.PackageFolder)).Outcome.Should().Be(RunOutcome.NoChange);
    }

    [RealToolFact(RealTool.Dnf, RealTool.RpmBuild, RealTool.CreateRepo)]
    public async Task A_folder_that_lacks_a_package_is_found_out()
    {
        using var machine = new DnfMachine("keepalived", "ipvsadm");

        var report = await RunAsync(machine, machine.PackageFolder);

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("missing, or of another version");
        (await RunAsync(machine, "/var/lib/nothing")).Failure.Should().Contain("/var/lib/nothing holds no package");
    }

    private static Task<RunReport> RunAsync(DnfMachine machine, string folder)
    {
        var cluster = ReferenceClusters.AsPublishedBuilder().WithPlatform(new Platform.RedHatLike(8, new PackageSource.OfflineFolder(folder))).Build();
        var step = cluster.PlanConvergence(cluster.Render(), Observations.None).Steps.Single(found => found.Id == "lvs01/packages") with { After = [] };

        return new PlanRunner(machine).RunAsync(Plan.Create("packages", [cluster.LvsPair.Directors[0].Target], [step]));
    }
}
