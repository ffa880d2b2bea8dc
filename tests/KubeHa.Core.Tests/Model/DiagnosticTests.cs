using System.Reflection;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class DiagnosticTests
{
    private static readonly string[] Warnings =
    [
        DiagnosticCodes.SingleControlPlane, DiagnosticCodes.EvenControlPlanes, DiagnosticCodes.SingleEtcdMachine, DiagnosticCodes.EvenEtcdMachines, DiagnosticCodes.KubeProxyIpvs, DiagnosticCodes.HealthCheckSlow,
        DiagnosticCodes.KubeProxyNftablesBeta, DiagnosticCodes.CgroupV1Refused, DiagnosticCodes.ConnectCheckWithoutGate, DiagnosticCodes.ServerTlsBootstrap,
        DiagnosticCodes.RuntimeNotMeantForKubernetes, DiagnosticCodes.RegistryUnverified,
    ];

    // A builder for these codes cannot be broken in that way alone.
    private static readonly Dictionary<string, string[]> Company = new()
    {
        [DiagnosticCodes.ConnectCheckWithoutGate] = [DiagnosticCodes.HealthCheckSlow],
        [DiagnosticCodes.DistributionClosed] = [DiagnosticCodes.NoOfficialPackages],
    };

    public static TheoryData<string> Codes => [.. AllCodes()];

    public static TheoryData<string> BuildCodes => [.. AllCodes().Where(IsOfBuild)];

    [Theory]
    [MemberData(nameof(BuildCodes))]
    public void Each_code_is_found_where_it_should_be_and_alone(string code)
    {
        BrokenBuilders.All.Should().ContainKey(code, "every code has a builder that triggers it");
        var (path, make) = BrokenBuilders.All[code];

        var found = make().Diagnose();

        found.Should().Contain(diagnostic => diagnostic.Code == code && diagnostic.Path == path, "found were {0}", string.Join('\n', found));
        found.Select(diagnostic => diagnostic.Code).Distinct().Should().BeEquivalentTo([code, .. Company.GetValueOrDefault(code, [])]);
        found.Where(diagnostic => diagnostic.Code == code).Should().OnlyContain(diagnostic => diagnostic.Message.EndsWith('.') && diagnostic.Hint.EndsWith('.'));
    }

    [Theory]
    [MemberData(nameof(BuildCodes))]
    public void Errors_stop_the_build_and_warnings_do_not(string code)
    {
        var built = BrokenBuilders.All[code].Make().TryBuild(out var cluster, out var found);

        built.Should().Be(Warnings.Contains(code));
        (cluster is not null).Should().Be(built);
        found.Where(diagnostic => diagnostic.Code == code).Should()
            .OnlyContain(diagnostic => diagnostic.Severity == (Warnings.Contains(code) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_code_is_documented(string code)
    {
        var sections = File.ReadAllText(Path.Combine(Root(), "docs", "diagnostics.md")).Split("\n### ");

        var section = sections.Where(text => text.StartsWith(code + ":", StringComparison.Ordinal)).Should().ContainSingle().Subject;
        section.Should().Contain("Cause:").And.Contain("Fix:").And.Contain("Example:");
    }

    [Fact]
    public void No_documented_code_is_unknown()
    {
        var documented = File.ReadLines(Path.Combine(Root(), "docs", "diagnostics.md")).Where(line => line.StartsWith("### KHA", StringComparison.Ordinal)).Select(line => line[4..11]);

        documented.Should().BeEquivalentTo(AllCodes());
    }

    [Theory]
    [InlineData("cluster.yaml", "KHA1001 error workers[0].address (cluster.yaml:12:14): It is none. Write one.")]
    [InlineData(null, "KHA1001 error workers[0].address (line 12, column 14): It is none. Write one.")]
    public void A_diagnostic_of_a_file_says_where_it_stands_there(string? file, string text) =>
        new Diagnostic(DiagnosticCodes.MalformedAddress, DiagnosticSeverity.Error, "workers[0].address", "It is none.", "Write one.") { Place = new SourcePlace(file, 12, 14) }.ToString().Should().Be(text);

    [Fact]
    public void Codes_are_distinct()
    {
        AllCodes().Should().OnlyHaveUniqueItems().And.OnlyContain(code => code.Length == 7 && code.StartsWith("KHA"));
    }

    // Those of rendering and of files have tests of their own.
    private static bool IsOfBuild(string code) => code[3] is not ('5' or '6');

    private static IEnumerable<string> AllCodes() =>
        typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "KubeHa.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("KubeHa.sln is nowhere above the tests.");
        }

        return directory;
    }
}
