using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The looks at directors. Read-only.</summary>
internal static class DirectorProbes
{
    public static ShellScript State(Cluster cluster) => Lines(
    [
        Sh($"""
            echo "keepalived=$(systemctl is-active keepalived 2>/dev/null)"
            echo "vip=$({VirtualIps.Shown(cluster)} 2>/dev/null | wc -l)"
            """),
        .. DirectorRule.Of(cluster) is { } rule ? (ShellScript[])[Sh($"echo \"{rule.Name}=$({rule.Script} state 2>/dev/null || echo missing)\"")] : [],
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
            interface=$({{MachineProbes.InterfaceOf(director.Address)}})
            index=$(cat "/sys/class/net/${interface:-none}/ifindex" 2>/dev/null || echo 0)
            python=$(command -v python3 || command -v /usr/libexec/platform-python)
            if command -v perl >/dev/null; then
              perl -MSocket -e {{Perl}} "$address" "$seconds" "$index" 2>/dev/null
            elif [ -n "$python" ]; then
              "$python" -c {{Python}} "$address" "$seconds" "$index" 2>/dev/null
            else
              echo "missing=listener"
            fi
            """);
    }

    // 112 is VRRP, 35 IP_ADD_MEMBERSHIP (ip(7)); 41 is IPv6 and 20 IPV6_ADD_MEMBERSHIP (ipv6(7)), where a raw socket gives no header along (RFC 3542, 3).
    private const string Perl = """
        my ($address, $seconds, $index) = @ARGV;
        my $six = $address =~ /:/;
        socket(my $s, $six ? AF_INET6 : AF_INET, SOCK_RAW, 112) or exit 1;
        print "listened=$seconds\n";
        if ($six) { setsockopt($s, 41, 20, Socket::inet_pton(AF_INET6, "ff02::12") . pack("I", $index)); }
        else { setsockopt($s, 0, 35, inet_aton("224.0.0.18") . inet_aton($address)); }
        my ($end, %seen) = (time + $seconds);
        while (time < $end) {
          my $read = "";
          vec($read, fileno($s), 1) = 1;
          next unless select($read, undef, undef, 0.2) > 0;
          my $from = recv($s, my $packet, 2048, 0);
          my $header = $six ? 0 : (ord($packet) & 15) * 4;
          next if length($packet) < $header + 3;
          my ($kind, $id, $priority) = unpack("C3", substr($packet, $header));
          my $source = $six ? Socket::inet_ntop(AF_INET6, (Socket::unpack_sockaddr_in6($from))[1]) : inet_ntoa(substr($packet, 12, 4));
          $seen{"$source $id $priority " . ($kind >> 4)} = 1;
        }
        print "advert=$_\n" for sort keys %seen;
        """;

    private const string Python = """
        import select, socket, struct, sys, time
        address, seconds, index = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        six = ":" in address
        s = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_RAW, 112)
        print("listened=%d" % seconds)
        try:
            if six: s.setsockopt(41, 20, socket.inet_pton(socket.AF_INET6, "ff02::12") + struct.pack("I", index))
            else: s.setsockopt(0, 35, socket.inet_aton("224.0.0.18") + socket.inet_aton(address))
        except OSError: pass
        end, seen = time.time() + seconds, set()
        while time.time() < end:
            if select.select([s], [], [], 0.2)[0]:
                packet, sender = s.recvfrom(2048)
                header = 0 if six else (packet[0] & 15) * 4
                if len(packet) >= header + 3:
                    kind, router, priority = packet[header:header + 3]
                    seen.add("%s %d %d %d" % (sender[0].split("%")[0], router, priority, kind >> 4))
        for advert in sorted(seen): print("advert=" + advert)
        """;
}
