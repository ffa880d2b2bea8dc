using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// The two invariants of the endpoint, as steps: a control plane gets traffic only while the virtual IP is bound on it and its own
/// apiserver is ready; a machine dials the virtual IP remotely only while it is not bound on it.
/// </summary>
internal static class EndpointSteps
{
    /// <summary>
    /// The units are known and enabled, and the gate stands: closed where it never stood before. On cgroup v1 systemd can change the controllers of a neighbour at the moment in
    /// which a new process enters its own cgroup, and then says 219/CGROUP (EXIT_CGROUP in systemd.exec(5)) without having started anything: such a start is made again, once.
    /// </summary>
    public static void GateStands(Lane lane, Cluster cluster) =>
        WhereBound(cluster, _ => lane.Run("endpoint/gate", "Enable the gate and the virtual IP's unit; close the gate where there is none",
            Sh($$"""
                systemctl daemon-reload && systemctl enable -q kubeha-gate kubeha-vip || exit 1
                if [ "$({{FilePaths.Gate}} state)" = missing ]; then {{FilePaths.Gate}} close || exit 1; fi
                systemctl start kubeha-gate && exit 0
                [ "$(systemctl show -p ExecMainStatus kubeha-gate)" = ExecMainStatus=219 ] && systemctl start kubeha-gate
                """),
            unless: Sh($"""
                systemctl is-enabled -q kubeha-gate && systemctl is-enabled -q kubeha-vip && systemctl is-active -q kubeha-gate &&
                [ "$({FilePaths.Gate} state)" != missing ] &&
                [ "$(systemctl show -p NeedDaemonReload kubeha-gate kubeha-vip | grep -c yes)" = 0 ]
                """)));

    /// <summary>The machine leaves the pool and lets go of the virtual IP: before its clean-up and before any join.</summary>
    public static void StopServing(Lane lane, Cluster cluster) =>
        WhereBound(cluster, device => lane.Run("endpoint/stop-serving", "Close the gate and unbind the virtual IP",
            Sh($$"""
                rm -f {{FilePaths.RealServer}}
                systemctl stop kubeha-vip 2>/dev/null
                if [ -x {{FilePaths.Gate}} ]; then {{FilePaths.Gate}} close || exit 1; fi
                {{Lines(cluster.Endpoint.VirtualAddresses.Select(address => Sh($"ip addr del {address.AsNetwork()} dev {device} 2>/dev/null")))}}
                [ -z "$({{VirtualIps.Shown(cluster, device)}})" ]
                """),
            unless: Sh($$"""
                [ ! -e {{FilePaths.RealServer}} ] && [ -z "$({{VirtualIps.Shown(cluster, device)}})" ] &&
                { [ ! -x {{FilePaths.Gate}} ] || [ "$({{FilePaths.Gate}} state)" != open ]; }
                """)));

    /// <summary>The machine binds the virtual IP and opens its gate. Comes after its own /readyz, on the founding control plane right before init.</summary>
    public static void Serve(Lane lane, Cluster cluster, IEnumerable<string>? after = null) =>
        WhereBound(cluster, device => lane.Run("endpoint/serve", "Bind the virtual IP and open the gate",
            Sh($"""
                mkdir -p /var/lib/kubeha && touch {FilePaths.RealServer} &&
                systemctl start kubeha-vip && {FilePaths.Vip} bind && {FilePaths.Gate} open
                """),
            unless: Sh($"""
                [ -e {FilePaths.RealServer} ] && systemctl is-active -q kubeha-vip &&
                {VirtualIps.AllOn(cluster, device)} && [ "$({FilePaths.Gate} state)" = open ]
                """),
            after: after));

    /// <summary>Waits until a director forwards to a control plane.</summary>
    public static PlanStep InPool(Cluster cluster, Director director, ControlPlane machine, IEnumerable<string> after) =>
        new($"{director.Name}/pool/{machine.Name}", director.Name, $"Have {machine.Name} in the pool", new StepAction.WaitUntil(
            Sh($"""
                {Listed(cluster, machine)} && exit 0
                {Pool}; exit 1
                """),
            TimeSpan.FromSeconds(1), LongEnough))
        { After = [.. after], Timeout = TimeSpan.FromMinutes(3) };

    /// <summary>
    /// A member that serves stays in a director's table. keepalived keeps its own account of who is in it and never compares: a server that somebody deleted by hand comes
    /// back neither by a check nor by a reload. So one that keepalived has not put in within the time of its checks, and that answers them, is put in here.
    /// </summary>
    public static PlanStep KeptInPool(Cluster cluster, Director director, ControlPlane machine, IEnumerable<string> after) =>
        new($"{director.Name}/pool/{machine.Name}", director.Name, $"Have {machine.Name} in the pool", new StepAction.RunScript(
            Sh($$"""
                n=0
                until {{Listed(cluster, machine)}}; do
                  n=$((n+1))
                  if [ $n -gt {{(int)LongEnough.TotalSeconds}} ]; then {{Pool}} >&2; exit 1; fi
                  {{Lines(PoolRules.Services(cluster).Select(service => PutBack(cluster, service, director, machine)))}}
                  sleep 1
                done
                """),
            Unless: Listed(cluster, machine)))
        { After = [.. after], Timeout = TimeSpan.FromMinutes(3) };

    /// <summary>Where control planes bear nothing there is no gate and nothing to bind: both invariants hold by themselves.</summary>
    private static void WhereBound(Cluster cluster, Action<string> step)
    {
        if (Forwarding.Of(cluster).Device is { } device)
        {
            step(device);
        }
    }

    private static TimeSpan LongEnough { get; } = TimeSpan.FromMinutes(2);

    private static ShellScript Pool { get; } = Sh($"echo \"the pool is: $(ipvsadm -Sn | sed -n 's/.* -r \\([^ ]*\\).*/\\1/p' | tr '\\n' ' ')\"");

    private static ShellScript Listed(Cluster cluster, ControlPlane machine) =>
        PoolRules.Services(cluster).Select(service => Listed(cluster, service, service.ServerOf(machine))).Aggregate((one, next) => Sh($"{one} && {next}"));

    private static ShellScript Listed(Cluster cluster, PoolService service, string server) => Sh($"ipvsadm -Sn | grep -q -F -e {$"-a -t {service.Text} -r {server} {Forwarding.Of(cluster).Flag}"}");

    // Asked from the address that the server's gate knows the director by.
    private static ShellScript PutBack(Cluster cluster, PoolService service, Director director, ControlPlane machine) => Sh($$"""
        if [ $n -gt {{VipFiles.DrainSeconds(cluster.LvsPair.HealthCheck) + 2}} ] && curl {{(cluster.LvsPair.HealthCheck.Kind == HealthCheckKind.Connect ? "-ks" : "-ksf")}} -m 3 --interface {{service.AddressOf(director)}} -o /dev/null {{$"https://{service.ServerOf(machine)}/readyz"}}; then
          {{Listed(cluster, service, service.ServerOf(machine))}} || ipvsadm -a -t {{service.Text}} -r {{service.ServerOf(machine)}} {{Forwarding.Of(cluster).Flag}} -w 1
        fi
        """);
}
