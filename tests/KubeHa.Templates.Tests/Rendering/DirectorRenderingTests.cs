using System.Globalization;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

public sealed class DirectorRenderingTests
{
    [Theory]
    [InlineData("lvs01")]
    [InlineData("lvs02")]
    public void The_pool_lists_every_control_plane_on_every_director_twice_over(string director)
    {
        var configs = ReferenceClusters.InTheLab.Render();

        var servers = ReferenceClusters.InTheLab.ControlPlanes.Select(machine => machine.Address.ToString()).ToArray();
        Lines(configs[director, FilePaths.Keepalived]).Where(line => line.StartsWith("real_server", StringComparison.Ordinal))
            .Should().Equal(servers.Select(address => $"real_server {address} 6443 {{"));
        Lines(configs[director, FilePaths.IpvsRules]).Should().Equal(
            "-A -t 192.168.33.130:6443 -s wlc",
            "-a -t 192.168.33.130:6443 -r 192.168.33.9:6443 -g -w 1",
            "-a -t 192.168.33.130:6443 -r 192.168.33.10:6443 -g -w 1",
            "-a -t 192.168.33.130:6443 -r 192.168.33.11:6443 -g -w 1");
    }

    [Theory]
    [InlineData(EndpointClusters.Masquerade, "NAT", "-m")]
    [InlineData(EndpointClusters.Tunnel, "TUN", "-i")]
    public void Every_way_of_forwarding_has_its_word_in_each_tool(string name, string kind, string flag)
    {
        var configs = EndpointClusters.Named(name).Render();

        Lines(configs["lvs1", FilePaths.Keepalived]).Should().ContainSingle(line => line.StartsWith("lb_kind", StringComparison.Ordinal)).Which.Should().Be($"lb_kind {kind}");
        Lines(configs["lvs1", FilePaths.IpvsRules]).Skip(1).Should().HaveCount(3).And.OnlyContain(line => line.EndsWith($" {flag} -w 1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_check_of_the_connection_asks_for_no_answer()
    {
        var lines = Lines(EndpointClusters.Named(EndpointClusters.TcpCheck).Render()["lvs1", FilePaths.Keepalived]);

        lines.Should().ContainInOrder("weight 1", "TCP_CHECK {", "connect_timeout 3", "retry 2", "delay_before_retry 1", "warmup 0", "}");
        lines.Should().NotContain(line => line.Contains("readyz", StringComparison.Ordinal) || line.Contains("SSL_GET", StringComparison.Ordinal));
    }

    [Fact]
    public void Adverts_to_all_name_no_peer_and_come_from_the_directors_own_address()
    {
        var lines = Lines(EndpointClusters.Named(EndpointClusters.Multicast).Render()["lvs2", FilePaths.Keepalived]);

        lines.Should().Contain("mcast_src_ip 10.0.0.3").And.NotContain(line => line.Contains("unicast", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_director_names_all_the_others()
    {
        var configs = EndpointClusters.Named(EndpointClusters.ThreeDirectors).Render();

        Lines(configs["lvs2", FilePaths.Keepalived]).Should().ContainInOrder("priority 140", "unicast_src_ip 10.0.0.3", "unicast_peer {", "10.0.0.2", "10.0.0.4", "}");
        Lines(configs["lvs3", FilePaths.Keepalived]).Should().Contain("priority 130");
    }

    [Fact]
    public void Keepalived_1_3_5_gets_its_own_word_for_retries_whole_seconds_and_version_2()
    {
        var old = Lines(EndpointClusters.Named(EndpointClusters.Keepalived135).Render()["lvs1", FilePaths.Keepalived]);

        old.Should().Contain("nb_get_retry 2").And.Contain("vrrp_version 2").And.Contain("advert_int 1").And.NotContain("retry 2");
        old.Where(line => line.Split(' ')[0] is "advert_int" or "delay_loop" or "connect_timeout" or "delay_before_retry").Should().OnlyContain(line => !line.Contains('.'));
    }

    [Fact]
    public void Timeouts_stand_where_keepalived_sets_them_again_and_again_and_only_where_they_were_chosen()
    {
        Lines(EndpointClusters.Named(EndpointClusters.Timeouts).Render()["lvs1", FilePaths.Keepalived]).Should().ContainInOrder("lvs_flush", "lvs_timeouts tcp 600 tcpfin 60", "}");
        Lines(ReferenceClusters.InTheLab.Render()["lvs01", FilePaths.Keepalived]).Should().NotContain(line => line.StartsWith("lvs_timeouts", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_directors_differ_only_in_name_priority_source_and_peer()
    {
        var configs = ReferenceClusters.InTheLab.Render();

        var first = Lines(configs["lvs01", FilePaths.Keepalived]);
        var second = Lines(configs["lvs02", FilePaths.Keepalived]);
        first.Except(second).Should().Equal("router_id lvs01", "priority 150", "unicast_src_ip 192.168.33.132", "192.168.33.133", "bindto 192.168.33.132");
        second.Except(first).Should().Equal("router_id lvs02", "priority 140", "unicast_src_ip 192.168.33.133", "192.168.33.132", "bindto 192.168.33.133");
        first.Should().HaveSameCount(second);
    }

    [Theory]
    [InlineData("2.0.10", "2.0.10", "vrrp_version 3", "advert_int 0.3")]
    [InlineData("2.4.3", "2.2.7", "vrrp_version 3", "advert_int 0.3")]
    [InlineData("1.3.5", "2.2.7", "vrrp_version 2", "advert_int 1")]
    [InlineData("2.2.7", "1.3.5", "vrrp_version 2", "advert_int 1")]
    public void Adverts_are_fast_only_where_every_keepalived_can(string first, string second, string version, string interval)
    {
        var cluster = ReferenceClusters.InTheLabBuilder()
            .WithFacts("lvs01", new MachineFacts { Keepalived = new Version(first) })
            .WithFacts("lvs02", new MachineFacts { Keepalived = new Version(second) })
            .Build();

        Lines(cluster.Render()["lvs02", FilePaths.Keepalived]).Should().Contain(version).And.Contain(interval);
    }

    [Fact]
    public void Version_2_bears_the_password_in_quotes_and_version_3_has_no_authentication()
    {
        var three = ReferenceClusters.InTheLab.Render()["lvs01", FilePaths.Keepalived];
        var two = ReferenceClusters.InTheLabBuilder()
            .WithLvsPair("192.168.33.130", lvs => lvs.WithVrrp(VrrpSettings.Compatible))
            .Build().Render()["lvs01", FilePaths.Keepalived];

        three.Content.HasSecret.Should().BeFalse();
        three.Content.ToString().Should().NotContain("auth");
        Lines(two).Should().ContainInOrder(
            "vrrp_version 2", "advert_int 1", "authentication {", "auth_type PASS", "auth_pass \"${secret:vrrp/password}\"", "}");
        two.Content.Parts.OfType<ContentPart.Secret>().Should().ContainSingle().Which.Name.Should().Be(SecretNames.VrrpPassword);
    }

    [Fact]
    public void The_fast_preset_reaches_every_timer()
    {
        var cluster = ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithFastFailover()).Build();

        Lines(cluster.Render()["lvs01", FilePaths.Keepalived]).Should().ContainInOrder(
            "advert_int 0.1", "delay_loop 1", "connect_timeout 1", "retry 1", "delay_before_retry 0.5");
    }

    [Fact]
    public void Every_missing_fact_is_said_at_once_and_none_is_guessed()
    {
        var cluster = new ClusterBuilder("c", "1.20.2")
            .AddControlPlane("cp1", "10.0.0.11").AddControlPlane("cp2", "10.0.0.12").AddControlPlane("cp3", "10.0.0.13")
            .WithLvsPair("10.0.0.100", lvs => lvs.AddDirector("lvs1", "10.0.0.2").AddDirector("lvs2", "10.0.0.3", "ens3"))
            .Build();

        cluster.TryRender(out var configs, out var diagnostics).Should().BeFalse();
        configs.Should().BeNull();
        diagnostics.Select(diagnostic => $"{diagnostic.Code} {diagnostic.Path}").Should().Equal(
            "KHA5001 lvsPair.directors[0].facts.interface",
            "KHA5003 lvsPair.directors[0].facts.keepalived",
            "KHA5003 lvsPair.directors[1].facts.keepalived");
        cluster.Invoking(c => c.Render()).Should().Throw<ClusterValidationException>().Which.Diagnostics.Should().Equal(diagnostics);
    }

    /// <summary>When directors that could not hear each other do again, both are masters, and the higher priority wins.</summary>
    [Theory]
    [InlineData(150, 140)]
    [InlineData(7, 8)]
    [InlineData(253, 1)]
    [InlineData(254, 2)]
    public void A_director_without_servers_has_less_priority_than_one_with(int first, int second)
    {
        var configs = ReferenceClusters.InTheLabBuilder().WithLvsPair("192.168.33.130", lvs => lvs.WithPriority("lvs01", first).WithPriority("lvs02", second)).Build().Render();

        foreach (var director in (string[])["lvs01", "lvs02"])
        {
            var lines = Lines(configs[director, FilePaths.Keepalived]);
            var weight = int.Parse(lines.Single(line => line.StartsWith("weight -", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
            (Math.Max(first, second) + weight).Should().BeLessThan(Math.Min(first, second));
            weight.Should().BeInRange(-253, -1, "keepalived takes no others");
            lines.Should().ContainInOrder("vrrp_script kubeha_servers {", "track_script {", "kubeha_service", "kubeha_servers", "}");
        }
    }

    [Fact]
    public void An_interface_with_a_dot_in_its_name_is_one_part_of_a_sysctl_key()
    {
        var cluster = ReferenceClusters.InTheLabBuilder().WithFacts("lvs01", new MachineFacts { Interface = "eth0.100" }).Build();

        Lines(cluster.Render()["lvs01", FilePaths.DirectorSysctls]).Should().Contain("net.ipv4.conf.eth0/100.send_redirects=0");
    }

    [Theory]
    [InlineData("192.168.33.130", 6443, "C0A82182:192B")]
    [InlineData("10.0.0.1", 443, "0A000001:01BB")]
    public void The_kernels_table_is_searched_for_address_and_port_in_hexadecimal(string address, int port, string expected) =>
        ServiceCheck.HexService(System.Net.IPAddress.Parse(address), port).Should().Be(expected);

    private static string[] Lines(ConfigFile file) =>
        [.. file.Content.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#')];
}
