using System.Globalization;
using KubeHa;
using Spectre.Console;

namespace ReferenceCluster.Verbs;

/// <summary>Writes every file of every machine into a folder, without talking to any. Secrets stay names.</summary>
internal static class RenderVerb
{
    public static async Task<int> RunAsync(Settings settings, string folder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var configs = settings.BuildCluster().Render();
        foreach (var config in configs)
        {
            var path = Path.Join(folder, config.Host, config.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, config.Content.ToString(), cancellationToken);
        }

        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{configs.Count} files of {configs.Select(config => config.Host).Distinct().Count()} machines in {folder}");
        return ExitCodes.Done;
    }
}
