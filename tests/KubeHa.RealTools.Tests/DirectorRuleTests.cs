using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

/// <summary>The rule by which a director forwards with its own address, and that by which it tracks nothing, in every kind of table.</summary>
public sealed class DirectorRuleTests
{
    private static readonly string[] Commands = [RealTool.Ip, RealTool.Nft, RealTool.Iptables];

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables)]
    [InlineData(EndpointClusters.Masquerade, "nft", "nft -a list ruleset", "nft flush ruleset", "nft add rule ip kubeha_masquerade postrouting ip daddr 10.9.9.9 snat to 10.9.9.8")]
    [InlineData(EndpointClusters.Masquerade, "iptables", "iptables-save -c -t nat", "iptables -t nat -F KUBEHA-MASQUERADE", "iptables -t nat -D POSTROUTING -j KUBEHA-MASQUERADE")]
    [InlineData(EndpointClusters.Masquerade, "iptables-legacy", "iptables-legacy-save -c -t nat", "iptables-legacy -t nat -F KUBEHA-MASQUERADE", "iptables-legacy -t nat -D POSTROUTING -j KUBEHA-MASQUERADE")]
    [InlineData(EndpointClusters.Ipv6Masquerade, "nft", "nft -a list ruleset", "nft flush ruleset", "nft add rule ip6 kubeha_masquerade postrouting ip6 daddr fd09::9 snat to fd09::8")]
    [InlineData(EndpointClusters.Ipv6Masquerade, "ip6tables", "ip6tables-save -c -t nat", "ip6tables -t nat -F KUBEHA-MASQUERADE", "ip6tables -t nat -D POSTROUTING -j KUBEHA-MASQUERADE")]
    [InlineData(EndpointClusters.HostFirewall, "nft", "nft -a list ruleset", "nft delete table ip6 kubeha_untracked", "nft add rule ip kubeha_untracked prerouting ip daddr 10.9.9.9 notrack")]
    [InlineData(EndpointClusters.HostFirewall, "tables", "for t in iptables ip6tables; do $t-save -c -t raw; done", "ip6tables -t raw -F KUBEHA-UNTRACKED", "iptables -t raw -D PREROUTING -j KUBEHA-UNTRACKED")]
    [InlineData(EndpointClusters.HostFirewall, "tables-legacy", "for t in iptables ip6tables; do $t-legacy-save -c -t raw; done", "ip6tables-legacy -t raw -F KUBEHA-UNTRACKED", "iptables-legacy -t raw -D PREROUTING -j KUBEHA-UNTRACKED")]
    public async Task The_rule_is_set_once_mended_where_somebody_damaged_it_and_taken_away(string endpoint, string kind, string list, string damage, string otherDamage)
    {
        var cluster = EndpointClusters.Named(endpoint);
        var configs = cluster.Render();
        var rule = DirectorRule.Of(cluster)!;
        var rules = cluster.Endpoint.SecondVirtualAddress is null ? 1 : 2;
        using var sandbox = new Sandbox(Commands).With(configs, "lvs1", rule.Script);

        // With iptables the script finds no nft.
        var (exitCode, output, error) = await sandbox.RunAsync($$"""
            mount -t tmpfs tmpfs /run
            mkdir /run/bin
            for command in sh sed grep; do ln -s "$(command -v $command)" /run/bin/; done
            case {{kind}} in
                nft) ln -s "$(command -v nft)" /run/bin/ ;;
                *) for tool in iptables ip6tables; do for does in "" -restore; do ln -s "$(command -v $tool{{(kind.EndsWith("-legacy", StringComparison.Ordinal) ? "-legacy" : "")}}$does)" /run/bin/$tool$does; done; done ;;
            esac
            sed 's,^PATH=.*,PATH=/run/bin,' "$DIR{{rule.Script}}" >"$DIR/rule"
            rule() { sh "$DIR/rule" "$@"; }
            rule state
            rule set
            rule state
            { {{list}}; } | grep -v '^#' >"$DIR/before"
            rule set
            { {{list}}; } | grep -v '^#' >"$DIR/after"
            cmp "$DIR/before" "$DIR/after" && echo same
            grep -c -e 'snat to' -e '--to-source' -e notrack "$DIR/after"
            {{damage}}
            rule state
            rule set
            rule state
            {{otherDamage}}
            rule state
            rule set
            rule state
            rule clear
            rule state
            { {{list}}; } | grep -ci kubeha || true
            """);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal("missing", "set", "same", $"{rules}", "missing", "set", "missing", "set", "missing", "0");
    }
}
