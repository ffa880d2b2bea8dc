using System.Text;
using FluentAssertions;
using KubeHa.Api.Tests;
using Xunit;

namespace KubeHa.Tests;

/// <summary>The whole text of every diagnostic, as a user reads it, is the approved one. KUBEHA_APPROVE=1 writes it.</summary>
public sealed class FaultTests
{
    private const string Nothing = "nothing\n";

    private static readonly string File = Tree.PathOf("tests", "KubeHa.Core.Tests", "Golden", "diagnostics.txt");

    private static readonly Lazy<Dictionary<string, string>> Approved = new(Read);

    public static TheoryData<string> Names => [.. Faults.All.Select(fault => fault.Name)];

    /// <summary>A test each: what failed is said by name.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_said_of_a_cluster_is_approved(string name)
    {
        Approved.Value.Should().ContainKey(name, "KUBEHA_APPROVE=1 approves it");

        Said(Faults.All.Single(fault => fault.Name == name)).Should().Be(Approved.Value[name], "of '{0}' (KUBEHA_APPROVE=1 approves a change)", name);
    }

    [Fact]
    public void What_is_approved_is_tried() => Approved.Value.Keys.Should().Equal(Faults.All.Select(fault => fault.Name));

    private static string Said(Fault fault)
    {
        var diagnostics = fault.Make().Diagnose();

        return diagnostics.Count == 0 ? Nothing : string.Concat(diagnostics.Select(diagnostic => $"{diagnostic}\n"));
    }

    private static Dictionary<string, string> Read()
    {
        if (Environment.GetEnvironmentVariable("KUBEHA_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            System.IO.File.WriteAllText(File, string.Join('\n', Faults.All.Select(fault => $"# {fault.Name}\n{Said(fault)}")), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        return ("\n" + System.IO.File.ReadAllText(File)).Split("\n# ", StringSplitOptions.RemoveEmptyEntries)
            .Select(section => section.Split('\n', 2)).ToDictionary(section => section[0], section => section[1]);
    }
}
