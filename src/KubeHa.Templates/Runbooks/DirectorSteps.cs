using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>keepalived and IPVS on a director.</summary>
internal static class DirectorSteps
{
    /// <summary>Where the way of forwarding needs a rule of the firewall: it stands, now and after every boot.</summary>
    public static void Rule(Lane lane, Cluster cluster)
    {
        if (DirectorRule.Of(cluster) is { } rule)
        {
            lane.Run($"endpoint/{rule.Name}", rule.Title,
                Sh($"systemctl daemon-reload && systemctl enable -q {rule.Unit} && systemctl start {rule.Unit} && {rule.Script} set"),
                unless: Sh($"""
                    systemctl is-enabled -q {rule.Unit} && systemctl is-active -q {rule.Unit} && [ "$({rule.Script} state)" = set ] &&
                    [ "$(systemctl show -p NeedDaemonReload {rule.Unit})" = NeedDaemonReload=no ]
                    """));
        }
    }

    /// <summary>keepalived runs with its file: started where it does not run, reloaded (which never shrinks the pool) where its file is newer than its last start or reload.</summary>
    /// <param name="lane">The director's lane.</param>
    /// <param name="after">What must stand first: the gates, and the other directors where this one owns the virtual IP.</param>
    public static void Keepalived(Lane lane, IEnumerable<string> after)
    {
        // SELinux's policy lets keepalived connect to a few ports of its own choice, and an apiserver's is none of them: every server would stay out of the table.
        lane.Run("keepalived/may-connect", "Let keepalived connect to apiservers, where SELinux runs",
            Sh($"setsebool -P keepalived_connect_any 1"),
            unless: Sh($"! getsebool keepalived_connect_any 2>/dev/null | grep -q 'off$'"), timeout: TimeSpan.FromMinutes(5));
        var tests = DirectorFacts.Of((Director)lane.Machine).Keepalived.HasConfigTest;
        lane.Check("keepalived/tested", tests ? "Have keepalived test its configuration" : "See keepalived's configuration, which this version cannot test",
            tests
                ? Sh($"""
                    [ -f {FilePaths.Keepalived} ] && [ ! -x {FilePaths.Keepalived} ] || exit 1
                    said=$(keepalived -t -f {FilePaths.Keepalived} 2>&1) && [ -z "$said" ] && exit 0
                    echo "$said" >&2; exit 1
                    """)
                : Sh($"[ -f {FilePaths.Keepalived} ] && [ ! -x {FilePaths.Keepalived} ]"),
            $"keepalived does not accept {FilePaths.Keepalived} as it stands (keepalived -t must be silent and return 0). See what it says above; the facts of this machine, its interface above all, may be wrong.");
        lane.Run("keepalived/running", "Run keepalived with its configuration",
            Sh($"""
                systemctl enable -q keepalived || exit 1
                if systemctl is-active -q keepalived; then systemctl reload keepalived; else systemctl start keepalived; fi
                """),
            unless: Sh($"systemctl is-enabled -q keepalived && systemctl is-active -q keepalived && {MachineSteps.HasRead("keepalived", "StateChangeTimestampMonotonic", FilePaths.Keepalived)}"),
            after: after);
    }
}
