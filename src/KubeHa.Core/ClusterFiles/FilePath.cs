using System.Globalization;

namespace KubeHa;

/// <summary>Paths into a cluster file, as diagnostics write them: <c>lvsPair.directors[0].priority</c>; the root's is empty.</summary>
internal static class FilePath
{
    public static string Key(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>The path, what encloses it, and so on up to the root.</summary>
    public static IEnumerable<string> Upwards(string path)
    {
        for (; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))])
        {
            yield return path;
        }

        yield return path;
    }
}
