using System.IO.Abstractions.TestingHelpers;
using System.Text;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class ClusterFileTests
{
    public static TheoryData<string> Broken => [.. FileTexts.Broken.Keys];

    [Fact]
    public void The_smallest_file_is_a_cluster_with_every_default()
    {
        var cluster = ClusterFile.Parse(FileTexts.Smallest).Build();

        ClusterFileEquality.Hold(cluster, new ClusterBuilder("reference", "1.20.2")
            .AddControlPlane("master", "192.168.33.11").AddControlPlane("master2", "192.168.33.10").AddControlPlane("master3", "192.168.33.9")
            .WithLvsPair("192.168.33.130", lvs => lvs.AddDirector("lvs01", "192.168.33.132").AddDirector("lvs02", "192.168.33.133")).Build());
    }

    [Fact]
    public void A_cluster_with_every_default_is_written_in_few_lines()
    {
        ClusterFile.Write(ClusterFile.Parse(FileTexts.Smallest).Build()).Should().Be("""
            apiVersion: kubeha/v1
            kind: Cluster
            name: reference
            kubernetesVersion: "1.20.2"
            lvsPair:
              virtualAddress: "192.168.33.130"
              directors:
              - name: lvs01
                address: "192.168.33.132"
              - name: lvs02
                address: "192.168.33.133"
            controlPlanes:
            - name: master
              address: "192.168.33.11"
            - name: master2
              address: "192.168.33.10"
            - name: master3
              address: "192.168.33.9"

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_cluster_in_which_everything_was_chosen_comes_back_equal()
    {
        foreach (var cluster in new[] { RoundTripTests.Rich(), RoundTripTests.RichAndNew() })
        {
            var text = ClusterFile.Write(cluster);
            var again = ClusterFile.Parse(text).Build();

            ClusterFileEquality.Hold(again, cluster);
            ClusterFile.Write(again).Should().Be(text);
        }
    }

    [Theory]
    [InlineData("300ms", 0.3)]
    [InlineData("0.3s", 0.3)]
    [InlineData("\"10ms\"", 0.01)]
    [InlineData("40.95s", 40.95)]
    [InlineData("2s", 2)]
    public void A_time_is_written_with_its_unit(string text, double seconds)
    {
        var builder = ClusterFile.Parse(FileTexts.Smallest.Replace("  directors", $"  vrrp: {{ version: 3, advertInterval: {text} }}\n  directors", StringComparison.Ordinal));

        builder.Build().LvsPair.Vrrp!.AdvertInterval.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("3")]
    [InlineData(".3s")]
    [InlineData("3.s")]
    [InlineData("3 s")]
    [InlineData("-3s")]
    [InlineData("3h")]
    [InlineData("1e3ms")]
    [InlineData("0.00001ms")]
    [InlineData("9999999s")]
    public void What_is_no_time_is_refused(string text) =>
        Find(FileTexts.Smallest.Replace("  directors", $"  vrrp: {{ version: 3, advertInterval: {text} }}\n  directors", StringComparison.Ordinal))
            .Should().ContainSingle().Which.Path.Should().Be("lvsPair.vrrp.advertInterval");

    [Theory]
    [InlineData("no")]
    [InlineData("off")]
    [InlineData("y")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    public void A_name_that_YAML_has_an_opinion_on_stays_a_name(string name)
    {
        var cluster = ClusterFile.Parse(FileTexts.Smallest.Replace("name: master\n", $"name: {name}\n", StringComparison.Ordinal)).Build();

        cluster.ControlPlanes[0].Name.Should().Be(name);
        ClusterFile.Write(cluster).Should().Contain($"- name: \"{name}\"\n");
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Each_way_to_break_a_file_is_found_where_it_stands_and_nothing_follows_from_it(string code)
    {
        foreach (var (path, line, column, text) in FileTexts.Broken[code])
        {
            var parsed = ClusterFile.TryParse(text, out var builder, out var found, "site/cluster.yaml");

            parsed.Should().BeFalse();
            builder.Should().BeNull();
            found.Should().ContainSingle("found in\n{0}\nwere\n{1}", text[..Math.Min(text.Length, 2000)], string.Join('\n', found));
            var only = found[0];
            (only.Code, only.Path, only.Place).Should().Be((code, path, new SourcePlace("site/cluster.yaml", line, column)), "of {0}", only);
            (only.Severity, only.Message[^1], only.Hint[^1]).Should().Be((DiagnosticSeverity.Error, '.', '.'));
            only.ToString().Should().NotContain("hunter2").And.StartWith($"{code} error {path} (site/cluster.yaml:{line}:{column}): ");
        }
    }

    [Fact]
    public void Every_code_of_files_has_a_file_that_is_broken_so()
    {
        var codes = typeof(DiagnosticCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).Where(code => code.StartsWith("KHA6", StringComparison.Ordinal));

        FileTexts.Broken.Keys.Should().BeEquivalentTo(codes);
    }

    [Fact]
    public void What_is_wrong_with_form_and_with_content_is_told_at_once()
    {
        var text = FileTexts.Smallest
            .Replace("192.168.33.130", "192.168.33.300", StringComparison.Ordinal)
            .Replace("192.168.33.10\n", "192.168.33.11\n", StringComparison.Ordinal)
            .Replace("kind: Cluster\n", "kind: Cluster\nkubelet: { allowSwap: maybe }\n", StringComparison.Ordinal);

        Find(text).Select(found => (found.Code, found.Path, found.Place!.Line, found.Place.Column)).Should().Equal(
            (DiagnosticCodes.WrongFileValue, "kubelet.allowSwap", 3, 23),
            (DiagnosticCodes.MalformedAddress, "lvsPair.virtualAddress", 7, 19),
            (DiagnosticCodes.DuplicateAddress, "controlPlanes[1].address", 15, 14));
    }

    [Fact]
    public void What_building_finds_stands_where_the_file_says_it_or_where_it_says_what_encloses_it()
    {
        var text = FileTexts.Smallest
            .Replace("name: master2", "name: Master2", StringComparison.Ordinal)
            .Replace("{ name: lvs02, address: 192.168.33.133 }", "{ name: lvs02, address: 192.168.33.133, priority: 150 }", StringComparison.Ordinal)
            + "runtime: { kind: docker, version: latest }\nnetwork:\n  pods: 10.96.0.0/16\n";
        ClusterFile.TryParse(text, out var builder, out var form, "c.yaml").Should().BeTrue("the form is right: {0}", string.Join('\n', form));

        var found = builder!.Diagnose();

        found.Select(diagnostic => (diagnostic.Path, diagnostic.Place?.ToString())).Should().BeEquivalentTo(new (string, string?)[]
        {
            ("controlPlanes[1].name", "c.yaml:13:11"),
            ("runtime.version", "c.yaml:17:35"),

            // Written nowhere: the network's key is the nearest.
            ("network.services", "c.yaml:18:1"),
        });
    }

    [Fact]
    public void A_machine_keeps_its_place_when_others_come_and_go()
    {
        var builder = ClusterFile.Parse(FileTexts.Smallest.Replace("192.168.33.9", "192.168.33.900", StringComparison.Ordinal))
            .Remove("master").AddControlPlane("master4", "192.168.33.901").AddControlPlane("master5", "192.168.33.7");

        builder.Diagnose().Select(diagnostic => (diagnostic.Path, diagnostic.Place?.Line)).Should().BeEquivalentTo(new (string, int?)[]
        {
            ("controlPlanes", 10),
            ("controlPlanes[1].address", 16),
            ("controlPlanes[2].address", null),
        });
    }

    [Fact]
    public void Warnings_stay_with_the_cluster_and_have_a_place()
    {
        var cluster = ClusterFile.Parse(FileTexts.Smallest + "kubeProxy:\n  mode: ipvs\n").Build();

        cluster.Warnings.Should().ContainSingle().Which.Place.Should().Be(new SourcePlace(null, 18, 9));
        cluster.Warnings[0].ToString().Should().StartWith("KHA4010 warning kubeProxy.mode (line 18, column 9): ");
    }

    [Fact]
    public void A_builder_that_was_read_from_no_file_knows_no_places() =>
        Reference.Builder("1.20").Diagnose().Should().ContainSingle().Which.Place.Should().BeNull();

    [Fact]
    public void A_file_is_loaded_with_any_line_ends_and_a_byte_order_mark()
    {
        var disk = new MockFileSystem(new Dictionary<string, MockFileData> { ["/site/c.yaml"] = new(FileTexts.Smallest.Replace("\n", "\r\n", StringComparison.Ordinal), Encoding.UTF8) });

        ClusterFile.Load("/site/c.yaml", disk).Build().ControlPlanes.Should().HaveCount(3);
    }

    /// <summary>Escapes of no character: the parser throws for them what it does not document.</summary>
    [Theory]
    [InlineData("\"\\uD800\\u0041\"")]
    [InlineData("\"\\U80000000\"")]
    public void An_escape_of_no_character_is_a_diagnostic(string name)
    {
        ClusterFile.TryParse(FileTexts.Smallest.Replace("name: reference", "name: " + name, StringComparison.Ordinal), out _, out var found).Should().BeFalse();

        found.Should().ContainSingle().Which.Code.Should().Be(DiagnosticCodes.NotYaml);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_diagnostic()
    {
        var disk = new MockFileSystem(new Dictionary<string, MockFileData>
        {
            ["/site/latin1.yaml"] = new([.. "name: caf"u8, 0xe9]),
            ["/site/large.yaml"] = new(new byte[ClusterFile.LargestSize + 1]),
            ["/site/broken.yaml"] = new("name: ["),
        });

        foreach (var name in new[] { "none", "latin1", "large" })
        {
            Load(name).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = DiagnosticCodes.UnreadableFile, Place = new SourcePlace($"/site/{name}.yaml", 1, 1) });
        }

        Load("broken").Should().ContainSingle().Which.Code.Should().Be(DiagnosticCodes.NotYaml);

        IReadOnlyList<Diagnostic> Load(string name) =>
            FluentActions.Invoking(() => ClusterFile.Load($"/site/{name}.yaml", disk)).Should().Throw<ClusterValidationException>().Which.Diagnostics;
    }

    private static IReadOnlyList<Diagnostic> Find(string text) => ClusterFile.TryParse(text, out var builder, out var found) ? builder.Diagnose() : found;
}
