using System.Globalization;
using System.Net;

namespace KubeHa.Templates;

/// <summary>keepalived.conf of a director. Lists every control plane from the start: who gets traffic is decided by each control plane's gate.</summary>
internal static class KeepalivedConfig
{
    private const string CheckName = "kubeha_service";
    private const string ServersCheckName = "kubeha_servers";

    // keepalived takes weights of -253 to 253 only: directors of priorities 254 and 1 can become equal, no others.
    private const int LargestWeight = 253;

    public static ConfigFile For(Director director, DirectorFacts facts, Cluster cluster)
    {
        var vrrp = VrrpChoice.For(cluster.LvsPair);
        var writer = new KeepalivedWriter();
        writer.Comment("Written by KubeHa; changes made here are overwritten.");
        Globals(writer, director, cluster, vrrp);
        writer.Gap();
        Instance(writer, director, facts, cluster, vrrp);
        foreach (var service in PoolRules.Services(cluster))
        {
            writer.Gap();
            Pool(writer, director, facts, cluster, service);
        }

        return new ConfigFile(director.Name, FilePaths.Keepalived, writer.ToContent(), FileModes.GroupReadable);
    }

    private static void Globals(KeepalivedWriter writer, Director director, Cluster cluster, VrrpSettings vrrp)
    {
        var pair = cluster.LvsPair;
        writer.Block(["global_defs"], () =>
        {
            writer.Line("router_id", director.Name);
            writer.Line("vrrp_version", Number(vrrp.Version));
            writer.Line("enable_script_security");
            writer.Line("script_user", "root");
            if (!pair.MulticastAdverts)
            {
                writer.Line("vrrp_check_unicast_src");
            }

            // Before everything else on the machine: who does not get the processor in time gives up the virtual IP, or takes one that is held.
            writer.Line("vrrp_priority", "-20");
            writer.Line("vrrp_skip_check_adv_addr");
            writer.Line("vrrp_garp_master_refresh", "60");
            writer.Line("vrrp_garp_master_refresh_repeat", "1");
            writer.Line("vrrp_garp_lower_prio_repeat", "1");
            writer.Line("lvs_flush");
            Timeouts(writer, pair.Ipvs);
        });

        // A director that is cut off from everything stays master, and its checks take every server out of its table. When the directors hear each other again the higher
        // priority wins: it must not be the one whose table is empty. It is said at once, without a second look: while no other master is heard it changes nothing, and
        // what is heard before it is said costs a takeover.
        var weight = Math.Max(-LargestWeight, pair.Directors.Min(director => director.Priority) - pair.Directors.Max(director => director.Priority) - 1);
        foreach (var service in PoolRules.Services(cluster))
        {
            // Without a weight a failure is a fault; with nopreempt a negative weight would never fail over.
            writer.Gap();
            Script(writer, CheckName + service.Suffix, ServiceCheck.Command(service.Address, cluster.Endpoint.Port), looks: 2);
            writer.Gap();
            Script(writer, ServersCheckName + service.Suffix, ServiceCheck.ServersCommand(service.Address, cluster.Endpoint.Port), looks: 1, weight);
        }
    }

    private static void Script(KeepalivedWriter writer, string name, string command, int looks, int? weight = null) => writer.Block(["vrrp_script", name], () =>
    {
        writer.Quoted("script", Content.Text(command));
        writer.Line("interval", "1");

        // By default an interval: on a machine that is busy for a second the script would be killed, and a master that is well would give up the virtual IP.
        writer.Line("timeout", "5");
        if (weight is { } number)
        {
            writer.Line("weight", Number(number));
        }

        writer.Line("fall", Number(looks));
        writer.Line("rise", Number(looks));
    });

    /// <summary>keepalived sets them when it starts and whenever it reads its file; without the line it sets the kernel's own.</summary>
    private static void Timeouts(KeepalivedWriter writer, IpvsSettings ipvs)
    {
        var words = new[] { ("tcp", ipvs.TcpTimeout), ("tcpfin", ipvs.TcpFinTimeout) }.Where(pair => pair.Item2 is not null).SelectMany(pair => new[] { pair.Item1, Seconds(pair.Item2!.Value) }).ToList();
        if (words.Count > 0)
        {
            writer.Line(["lvs_timeouts", .. words]);
        }
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
            Adverts(writer, director, cluster.LvsPair);

            // keepalived refuses the block where there is none.
            if (vrrp.HasPassword)
            {
                writer.Block(["authentication"], () =>
                {
                    writer.Line("auth_type", "PASS");
                    writer.Quoted("auth_pass", Content.Secret(SecretNames.VrrpPassword));
                });
            }

            writer.Block(["virtual_ipaddress"], () => writer.Line(cluster.Endpoint.VirtualAddress.AsNetwork(), "dev", facts.Interface));

            // An instance has one family; what stands here comes and goes with it, whatever it is.
            if (cluster.Endpoint.SecondVirtualAddress is { } second)
            {
                writer.Block(["virtual_ipaddress_excluded"], () => writer.Line(second.AsNetwork(), "dev", facts.Interface));
            }

            writer.Block(["track_script"], () =>
            {
                foreach (var service in PoolRules.Services(cluster))
                {
                    writer.Line(CheckName + service.Suffix);
                    writer.Line(ServersCheckName + service.Suffix);
                }
            });
        });
    }

    /// <summary>From the director's own address in any case: by it the others are told who speaks.</summary>
    private static void Adverts(KeepalivedWriter writer, Director director, LvsPair pair)
    {
        if (pair.MulticastAdverts)
        {
            writer.Line("mcast_src_ip", director.Address.ToString());
            return;
        }

        writer.Line("unicast_src_ip", director.Address.ToString());
        writer.Block(["unicast_peer"], () =>
        {
            foreach (var peer in pair.Directors.Where(other => other.Name != director.Name))
            {
                writer.Line(peer.Address.ToString());
            }
        });
    }

    private static void Pool(KeepalivedWriter writer, Director director, DirectorFacts facts, Cluster cluster, PoolService service)
    {
        var check = cluster.LvsPair.HealthCheck;
        writer.Block(["virtual_server", service.Address.ToString(), Number(cluster.Endpoint.Port)], () =>
        {
            writer.Line("delay_loop", Seconds(check.Interval));
            writer.Line("lb_algo", cluster.LvsPair.Scheduler);
            writer.Line("lb_kind", Forwarding.Of(cluster).Kind);
            writer.Line("protocol", "TCP");
            writer.Line("alpha");
            foreach (var machine in cluster.ControlPlanes)
            {
                writer.Block(["real_server", service.AddressOf(machine).ToString(), Number(cluster.Endpoint.ApiServerPort)], () =>
                {
                    writer.Line("weight", "1");
                    writer.Block([check.Kind == HealthCheckKind.Connect ? "TCP_CHECK" : "SSL_GET"], () => Check(writer, service.AddressOf(director), facts, check));
                });
            }
        });
    }

    /// <summary>The timers stand inside the checker: keepalived 2.0 does not know all of them at the virtual server.</summary>
    private static void Check(KeepalivedWriter writer, IPAddress own, DirectorFacts facts, HealthCheckSettings check)
    {
        var asks = check.Kind != HealthCheckKind.Connect;
        if (asks)
        {
            writer.Block(["url"], () =>
            {
                writer.Line("path", "/readyz");
                writer.Line("status_code", "200");
            });
        }

        // Gates know a director by this address; where its interface has several, the kernel would choose.
        writer.Line("bindto", own.ToString());
        writer.Line("connect_timeout", Seconds(check.ConnectTimeout));

        // A check of the connection calls it retry in every version.
        writer.Line(asks ? facts.Keepalived.RetryKeyword : "retry", Number(check.Retries));
        writer.Line("delay_before_retry", Seconds(check.RetryDelay));
        writer.Line("warmup", "0");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
