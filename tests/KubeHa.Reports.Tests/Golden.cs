using System.Runtime.CompilerServices;
using FluentAssertions;

namespace KubeHa.Reports.Tests;

/// <summary>Approved files under Golden/, under their real names. KUBEHA_APPROVE=1 writes them.</summary>
internal static class Golden
{
    private static readonly string Root = Path.Combine(Here(), "Golden");

    public static void Match(string name, string actual)
    {
        var file = Path.Combine(Root, name);
        if (Environment.GetEnvironmentVariable("KUBEHA_APPROVE") == "1")
        {
            Directory.CreateDirectory(Root);
            File.WriteAllText(file, actual);
        }

        File.Exists(file).Should().BeTrue("Golden/{0} is the approved file; KUBEHA_APPROVE=1 writes it", name);
        actual.Should().Be(File.ReadAllText(file), "of {0} (KUBEHA_APPROVE=1 approves a change)", name);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
