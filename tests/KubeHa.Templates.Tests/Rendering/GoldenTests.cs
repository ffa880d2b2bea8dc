using System.Globalization;
using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

public sealed class GoldenTests
{
    [Theory]
    [InlineData(ReferenceClusters.AsPublishedName)]
    [InlineData(ReferenceClusters.InTheLabName)]
    public void Every_file_of_the_reference_cluster_is_the_approved_one(string name)
    {
        var configs = ReferenceClusters.Named(name).Render();

        var files = configs.ToDictionary(file => file.Host + file.Path, file => file.Content.ToString(), StringComparer.Ordinal);
        files["attributes.txt"] = string.Concat(configs.Select(Attributes));
        Golden.Match(name, files);
    }

    private static string Attributes(ConfigFile file) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file.Host} {file.Path} 0{Convert.ToString((int)file.Mode, 8)} {file.Owner} {file.Placement}{(file.KeepExisting ? " keep" : string.Empty)}\n");
}
