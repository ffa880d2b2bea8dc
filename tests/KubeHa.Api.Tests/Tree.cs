using System.Reflection;

namespace KubeHa.Api.Tests;

/// <summary>The source tree and the three assemblies.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static IReadOnlyList<string> Packages { get; } = ["KubeHa.Core", "KubeHa.Ssh", "KubeHa.Templates"];

    public static Assembly Load(string package) => Assembly.Load(package);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static IEnumerable<string> Sources(params string[] folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KubeHa.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No KubeHa.sln above {start}.");
    }
}
