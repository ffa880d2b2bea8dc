using System.Globalization;

namespace KubeHa.Templates;

/// <summary>keepalived.conf of a director. Lists every control plane from the start: who gets traffic is decided by each control plane's gate.</summary>
internal static class KeepalivedConfig
{
    private const string ServiceCheck = "kubeha_service";

    public static ConfigFile For(Director director, DirectorFacts facts, Cluster cluster)
    {
        var vrrp = VrrpChoice.For(cluster.LvsPair);
        var writer = new KeepalivedWriter();
        writer.Comment("Written by KubeHa; changes made here are overwritten.");
        Globals(writer, director, vrrp);
        writer.Gap();
        Instance(writer, director, facts, cluster, vrrp);
        writer.Gap();
        Pool(writer, facts, cluster);
        return new ConfigFile(director.Name, FilePaths.Keepalived, writer.ToContent(), FileModes.GroupReadable);
    }

    private static void Globals(KeepalivedWriter writer, Director director, VrrpSettings vrrp)
    {
        writer.Block(["global_defs"], () =>
        {
            writer.Line("router_id", director.Name);
            writer.Line("vrrp_version", Number(vrrp.Version));
            writer.Line("enable_script_security");
            writer.Line("script_user", "root");
            writer.Line("vrrp_check_unicast_src");
            writer.Line("vrrp_skip_check_adv_addr");
            writer.Line("vrrp_garp_master_refresh", "60");
            writer.Line("vrrp_garp_master_refresh_repeat", "1");
            writer.Line("vrrp_garp_lower_prio_repeat", "1");
            writer.Line("lvs_flush");
        });
        writer.Gap();
        writer.Block(["vrrp_script", ServiceCheck], () =>
        {
            // Without a weight a failure is a fault; with nopreempt a negative weight would never fail over.
            writer.Quoted("script", Content.Text(FilePaths.CheckService));
            writer.Line("interval", "1");
            writer.Line("fall", "2");
            writer.Line("rise", "2");
        });
    }

    private static void Instance(KeepalivedWriter writer, Director director, DirectorFacts facts, Cluster cluster, VrrpSettings vrrp)
    {
        writer.Block(["vrrp_instance", "KUBEHA_API"], () =>
        {
            writer.Line("state", "BACKUP");
            writer.Line("nopreempt");
            writer.Line("interface", facts.Interface);
            writer.Line("virtual_router_id", Number(cluster.LvsPair.VirtualRouterId));
            writer.Line("priority", Number(director.Priority));
            writer.Line("advert_int", Seconds(vrrp.AdvertInterval));
            writer.Line("unicast_src_ip", director.Address.ToString());
            writer.Block(["unicast_peer"], () =>
            {
                foreach (var peer in cluster.LvsPair.Directors.Where(other => other.Name != director.Name))
                {
                    writer.Line(peer.Address.ToString());
                }
            });

            // VRRPv3 has no authentication: keepalived refuses the block there.
            if (vrrp.Version == 2)
            {
                writer.Block(["authentication"], () =>
                {
                    writer.Line("auth_type", "PASS");
                    writer.Quoted("auth_pass", Content.Secret(SecretNames.VrrpPassword));
                });
            }

            writer.Block(["virtual_ipaddress"], () => writer.Line($"{cluster.Endpoint.VirtualAddress}/32", "dev", facts.Interface));
            writer.Block(["track_script"], () => writer.Line(ServiceCheck));
        });
    }

    private static void Pool(KeepalivedWriter writer, DirectorFacts facts, Cluster cluster)
    {
        var check = cluster.LvsPair.HealthCheck;
        var port = Number(cluster.Endpoint.Port);
        writer.Block(["virtual_server", cluster.Endpoint.VirtualAddress.ToString(), port], () =>
        {
            writer.Line("delay_loop", Seconds(check.Interval));
            writer.Line("lb_algo", cluster.LvsPair.Scheduler);
            writer.Line("lb_kind", Forwarding.Of(cluster).Kind);
            writer.Line("protocol", "TCP");
            writer.Line("alpha");
            foreach (var machine in cluster.ControlPlanes)
            {
                writer.Block(["real_server", machine.Address.ToString(), port], () =>
                {
                    writer.Line("weight", "1");
                    writer.Block(["SSL_GET"], () => Check(writer, facts, check));
                });
            }
        });
    }

    /// <summary>The timers stand inside the checker: keepalived 2.0 does not know all of them at the virtual server.</summary>
    private static void Check(KeepalivedWriter writer, DirectorFacts facts, HealthCheckSettings check)
    {
        writer.Block(["url"], () =>
        {
            writer.Line("path", "/readyz");
            writer.Line("status_code", "200");
        });
        writer.Line("connect_timeout", Seconds(check.ConnectTimeout));
        writer.Line(facts.Keepalived.RetryKeyword, Number(check.Retries));
        writer.Line("delay_before_retry", Seconds(check.RetryDelay));
        writer.Line("warmup", "0");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
