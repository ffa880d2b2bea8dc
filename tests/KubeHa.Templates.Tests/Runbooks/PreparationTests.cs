using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

public sealed class PreparationTests
{
    private static readonly MachinePreparation Everything = new() { SetHostname = true, SynchroniseTime = true, Selinux = SelinuxSetting.Permissive, Firewall = FirewallSetting.Firewalld };

    [Fact]
    public void Nothing_is_done_that_nobody_asked_for() =>
        Plan(OtherClusters.Small("1.20.2").Build()).Ids().Should().NotContain(id => id.Contains("/prepare/", StringComparison.Ordinal));

    [Fact]
    public void What_is_asked_for_comes_before_the_runtime_and_each_step_looks_first()
    {
        var plan = Plan(OtherClusters.Small("1.20.2").WithPreparation(Everything).Build());

        plan.ShouldGo("cp1/prepare/hostname", "cp1/prepare/selinux", "cp1/prepare/time", "cp1/prepare/firewall", "cp1/runtime");
        plan.Topics("prepare/hostname").Should().HaveCount(7);
        plan.Topics("prepare/firewall").Should().HaveCount(6, "a client lets nobody in");
        plan.Steps.Where(step => step.Id.Contains("/prepare/", StringComparison.Ordinal)).Select(step => step.Action).Should().AllBeOfType<StepAction.RunScript>()
            .Which.Should().OnlyContain(script => script.Unless != null);
        plan.Script("w1/prepare/hostname").Script.Text.Should().Be("hostnamectl set-hostname w1");
    }

    [Fact]
    public void Time_servers_are_told_before_chrony_is_started()
    {
        var plan = Plan(OtherClusters.Small("1.20.2").WithPreparation(Everything with { TimeServers = ["ntp1.example.com", "10.0.0.250"] }).Build());

        plan.ShouldGo("w1/prepare/time-servers", "w1/prepare/time");
        plan.Script("w1/prepare/time-servers").Script.Text.Should().Contain("\nserver ntp1.example.com iburst\nserver 10.0.0.250 iburst\ndriftfile");
        Plan(OtherClusters.Small("1.20.2").WithPreparation(Everything).Build()).Topics("prepare/time-servers").Should().BeEmpty("chrony's own are left as they are");
    }

    [Fact]
    public void Firewalls_are_opened_for_the_machines_network_by_role()
    {
        var cluster = OtherClusters.Small("1.20.2").WithEndpoint(port: 8443).Build();

        Openings("cp1").Should().Equal("10.0.0.0/24 tcp 8443-8443", "10.0.0.0/24 tcp 2379-2380", "10.0.0.0/24 tcp 10250-10250");
        Openings("w1").Should().Equal("10.0.0.0/24 tcp 10250-10250", "10.0.0.0/24 tcp 10256-10256", "10.0.0.0/24 tcp 30000-32767", "10.0.0.0/24 udp 30000-32767");
        Openings("lvs1").Should().Equal("10.0.0.0/24 tcp 8443-8443", "10.0.0.3 vrrp 0-0");
        Openings("client").Should().BeEmpty();
        cluster = ClusterBuilder.From(cluster).WithLvsPair("10.0.0.100", lvs => lvs.WithForwarding(new LvsForwarding.Tunnel())).Build();
        Openings("cp1").Should().EndWith(["10.0.0.2 4 0-0", "10.0.0.3 4 0-0"]);

        IEnumerable<string> Openings(string name) => FirewallOpenings.Of(cluster.Machines.Single(machine => machine.Name == name), cluster)
            .Select(opening => $"{opening.Source} {opening.Protocol} {opening.FirstPort}-{opening.LastPort}");
    }

    [Theory]
    [InlineData(FirewallSetting.Firewalld, "'rule family=\"ipv4\" source address=\"10.0.0.0/24\" port port=\"2379-2380\" protocol=\"tcp\" accept'")]
    [InlineData(FirewallSetting.Ufw, "'from 10.0.0.0/24 to any port 2379:2380 proto tcp'")]
    public void Each_firewall_is_spoken_to_in_its_own_words(FirewallSetting firewall, string rule)
    {
        var step = Plan(OtherClusters.Small("1.20.2").WithPreparation(new MachinePreparation { Firewall = firewall }).Build()).Script("cp1/prepare/firewall");

        step.Script.Text.Should().Contain(rule);
        step.Unless!.Text.Should().Contain(rule);
    }

    [Fact]
    public void Chrony_is_a_package_where_packages_are_ours_to_install()
    {
        var builder = OtherClusters.Builder("debian-12-containerd-1.6").WithPreparation(Everything);

        Plan(builder.Build()).Script("lvs1/packages").Unless!.Text.Should().Contain("chrony=*");
        Plan(OtherClusters.Named("debian-11-offline")).Script("lvs1/packages").Unless!.Text.Should().NotContain("chrony");
    }

    [Fact]
    public async Task The_openings_of_ufw_hold_after_they_were_made()
    {
        var folder = Directory.CreateTempSubdirectory("kubeha-ufw-").FullName;
        try
        {
            await File.WriteAllTextAsync($"{folder}/before.rules", "*filter\n:ufw-before-input - [0:0]\n# End required lines\n\n-A ufw-before-input -i lo -j ACCEPT\nCOMMIT\n");
            await File.WriteAllTextAsync($"{folder}/ufw", "#!/bin/sh\ncase $1 in allow) echo \"ufw $*\" >>\"$DIR/added\" ;; show) cat \"$DIR/added\" ;; status) echo 'Status: inactive' ;; esac\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode($"{folder}/ufw", UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            var step = Plan(OtherClusters.Small("1.20.2").WithPreparation(new MachinePreparation { Firewall = FirewallSetting.Ufw }).Build()).Script("lvs1/prepare/firewall");

            (await RunAsync(step.Unless!)).Succeeded.Should().BeFalse();
            (await RunAsync(step.Script)).Succeeded.Should().BeTrue();
            (await RunAsync(step.Script)).Succeeded.Should().BeTrue();
            (await RunAsync(step.Unless!)).Succeeded.Should().BeTrue();

            (await File.ReadAllLinesAsync($"{folder}/before.rules")).Should().ContainSingle(line => line == "-A ufw-before-input -p 112 -s 10.0.0.3 -j ACCEPT");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<ExecResult> RunAsync(ShellScript script)
        {
            await using var session = await new LocalTransport().ConnectAsync(new Target("local", System.Net.IPAddress.Loopback));
            return await session.ExecuteAsync(new ExecRequest($"export DIR={folder} PATH=\"{folder}:$PATH\"\n{script.Text.Replace("/etc/ufw/before.rules", $"{folder}/before.rules", StringComparison.Ordinal)}"));
        }
    }

    private static Plan Plan(Cluster cluster) => cluster.PlanConvergence(cluster.Render(), Observations.None);
}
