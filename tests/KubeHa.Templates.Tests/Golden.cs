using System.Runtime.CompilerServices;
using FluentAssertions;

namespace KubeHa.Templates.Tests;

/// <summary>Approved texts under Golden/, one file for each generated file, under its real path. KUBEHA_APPROVE=1 writes them.</summary>
internal static class Golden
{
    /// <summary>The source tree.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    private static string Root { get; } = Path.Combine(Here(), "Golden");

    /// <summary>Holds the files of a case to the approved ones: the same paths, the same texts.</summary>
    public static void Match(string name, IReadOnlyDictionary<string, string> actual)
    {
        var root = Path.Combine(Root, name);
        if (Environment.GetEnvironmentVariable("KUBEHA_APPROVE") == "1")
        {
            Write(root, actual);
        }

        var approved = Directory.Exists(root) ? Read(root) : [];
        actual.Keys.Should().BeEquivalentTo(approved.Keys, "KUBEHA_APPROVE=1 approves a change");
        foreach (var (path, text) in actual)
        {
            text.Should().Be(approved[path], "of {0} (KUBEHA_APPROVE=1 approves a change)", path);
        }
    }

    private static Dictionary<string, string> Read(string root) => Directory
        .EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(root, file), File.ReadAllText, StringComparer.Ordinal);

    private static void Write(string root, IReadOnlyDictionary<string, string> files)
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }

        foreach (var (path, text) in files)
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
