using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.RealTools.Tests;

/// <summary>The rule by which a director forwards with its own address, in every kind of table.</summary>
public sealed class MasqueradeTests
{
    private static readonly string[] Commands = [RealTool.Ip, RealTool.Nft, RealTool.Iptables];

    [RealToolTheory(RealTool.Ip, RealTool.Nft, RealTool.Iptables)]
    [InlineData(EndpointClusters.Masquerade, "nft", "nft -a list ruleset", "nft flush ruleset", "nft add rule ip kubeha_masquerade postrouting ip daddr 10.9.9.9 snat to 10.9.9.8")]
    [InlineData(EndpointClusters.Masquerade, "iptables", "iptables-save -c -t nat", "iptables -t nat -F KUBEHA-MASQUERADE", "iptables -t nat -D POSTROUTING -j KUBEHA-MASQUERADE")]
    [InlineData(EndpointClusters.Masquerade, "iptables-legacy", "iptables-legacy-save -c -t nat", "iptables-legacy -t nat -F KUBEHA-MASQUERADE", "iptables-legacy -t nat -D POSTROUTING -j KUBEHA-MASQUERADE")]
    [InlineData(EndpointClusters.Ipv6Masquerade, "nft", "nft -a list ruleset", "nft flush ruleset", "nft add rule ip6 kubeha_masquerade postrouting ip6 daddr fd09::9 snat to fd09::8")]
    [InlineData(EndpointClusters.Ipv6Masquerade, "ip6tables", "ip6tables-save -c -t nat", "ip6tables -t nat -F KUBEHA-MASQUERADE", "ip6tables -t nat -D POSTROUTING -j KUBEHA-MASQUERADE")]
    public async Task The_rule_is_set_once_mended_where_somebody_damaged_it_and_taken_away(string endpoint, string kind, string list, string damage, string otherDamage)
    {
        var cluster = EndpointClusters.Named(endpoint);
        var configs = cluster.Render();
        var tool = endpoint == EndpointClusters.Ipv6Masquerade ? "ip6tables" : "iptables";
        using var sandbox = new Sandbox(Commands).With(configs, "lvs1", FilePaths.Masquerade);

        // With iptables the script finds no nft.
        var (exitCode, output, error) = await sandbox.RunAsync($$"""
            mount -t tmpfs tmpfs /run
            mkdir /run/bin
            for command in sh sed grep; do ln -s "$(command -v $command)" /run/bin/; done
            if [ {{kind}} = nft ]; then ln -s "$(command -v nft)" /run/bin/; else
                ln -s "$(command -v {{kind}})" /run/bin/{{tool}}
                ln -s "$(command -v {{kind}}-restore)" /run/bin/{{tool}}-restore
            fi
            sed 's,^PATH=.*,PATH=/run/bin,' "$DIR/usr/libexec/kubeha/masquerade" >"$DIR/masquerade"
            masquerade() { sh "$DIR/masquerade" "$@"; }
            masquerade state
            masquerade set
            masquerade state
            {{list}} | grep -v '^#' >"$DIR/before"
            masquerade set
            {{list}} | grep -v '^#' >"$DIR/after"
            cmp "$DIR/before" "$DIR/after" && echo same
            grep -c {{cluster.LvsPair.Directors[0].Address}} "$DIR/after"
            {{damage}}
            masquerade state
            masquerade set
            masquerade state
            {{otherDamage}}
            masquerade state
            masquerade set
            masquerade state
            masquerade clear
            masquerade state
            {{list}} | grep -ci kubeha || true
            """);

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal("missing", "set", "same", "1", "missing", "set", "missing", "set", "missing", "0");
    }
}
