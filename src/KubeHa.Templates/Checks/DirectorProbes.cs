using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The looks at directors. Read-only.</summary>
internal static class DirectorProbes
{
    public static ShellScript State(Cluster cluster) => Lines(
    [
        Sh($"""
            echo "keepalived=$(systemctl is-active keepalived 2>/dev/null)"
            echo "vip=$(ip -o -4 addr show to {cluster.Endpoint.VirtualAddress} 2>/dev/null | wc -l)"
            """),
        .. cluster.LvsPair.Forwarding is LvsForwarding.Masquerade ? (ShellScript[])[Sh($"echo \"masquerade=$({FilePaths.Masquerade} state 2>/dev/null || echo missing)\"")] : [],
    ]);

    /// <summary>The table, one rule a line; empty where there is none.</summary>
    public static ShellScript Table { get; } = Sh($"[ -e /proc/net/ip_vs ] && ipvsadm -Sn");

    /// <summary>
    /// Listens for VRRP adverts as keepalived does, behind the machine's firewall, for as long as three of them take: source, router id, priority, version of each.
    /// Nothing of a packet but that is read; a password in it stays there. For the time of the look the interface joins VRRP's group, so that a stranger who speaks to
    /// all is heard too. Debian's base system has perl, the RHEL-likes a python; neither is needed for anything else.
    /// </summary>
    /// <param name="director">Who listens.</param>
    /// <param name="advertInterval">How often the model has them sent.</param>
    public static ShellScript Adverts(Director director, TimeSpan advertInterval)
    {
        // With some seconds more: where the machine is busy, nothing is heard for a while.
        var seconds = (int)Math.Ceiling(advertInterval.TotalSeconds * 3) + 3;
        return Sh($$"""
            address={{director.Address}} seconds={{seconds}}
            python=$(command -v python3 || command -v /usr/libexec/platform-python)
            if command -v perl >/dev/null; then
              perl -MSocket -e {{Perl}} "$address" "$seconds" 2>/dev/null
            elif [ -n "$python" ]; then
              "$python" -c {{Python}} "$address" "$seconds" 2>/dev/null
            else
              echo "missing=listener"
            fi
            """);
    }

    // 112 is VRRP, 35 IP_ADD_MEMBERSHIP (ip(7)).
    private const string Perl = """
        my ($address, $seconds) = @ARGV;
        socket(my $s, PF_INET, SOCK_RAW, 112) or exit 1;
        print "listened=$seconds\n";
        setsockopt($s, 0, 35, inet_aton("224.0.0.18") . inet_aton($address));
        my ($end, %seen) = (time + $seconds);
        while (time < $end) {
          my $read = "";
          vec($read, fileno($s), 1) = 1;
          next unless select($read, undef, undef, 0.2) > 0;
          recv($s, my $packet, 2048, 0);
          my $header = (ord($packet) & 15) * 4;
          next if length($packet) < $header + 3;
          my ($kind, $id, $priority) = unpack("C3", substr($packet, $header));
          $seen{inet_ntoa(substr($packet, 12, 4)) . " $id $priority " . ($kind >> 4)} = 1;
        }
        print "advert=$_\n" for sort keys %seen;
        """;

    private const string Python = """
        import select, socket, sys, time
        address, seconds = sys.argv[1], int(sys.argv[2])
        s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 112)
        print("listened=%d" % seconds)
        try: s.setsockopt(0, 35, socket.inet_aton("224.0.0.18") + socket.inet_aton(address))
        except OSError: pass
        end, seen = time.time() + seconds, set()
        while time.time() < end:
            if select.select([s], [], [], 0.2)[0]:
                packet = s.recv(2048)
                header = (packet[0] & 15) * 4
                if len(packet) >= header + 3:
                    kind, router, priority = packet[header:header + 3]
                    seen.add("%s %d %d %d" % (socket.inet_ntoa(packet[12:16]), router, priority, kind >> 4))
        for advert in sorted(seen): print("advert=" + advert)
        """;
}
