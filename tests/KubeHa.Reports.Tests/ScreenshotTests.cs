using System.Buffers.Binary;
using System.Text;
using FluentAssertions;
using KubeHa.Api.Tests;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.Reports.Tests;

/// <summary>The pictures of docs/reports.md. KUBEHA_SCREENSHOTS=1 takes them anew: letters look different on every machine, so they are not compared.</summary>
public sealed class ScreenshotTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int MostBytes = 200_000;

    [ChromiumTheory]
    [InlineData("drill", "recorded-drill", 1100, 1480, false)]
    [InlineData("run", "recorded-run", 1100, 1440, false)]
    [InlineData("verification", "recorded-verification", 1100, 1400, true)]
    [InlineData("drill-phone", "recorded-drill", 390, 1500, true)]
    public async Task A_picture_can_be_taken_and_is_in_the_documentation(string picture, string name, int width, int height, bool dark)
    {
        await using var page = await chromium.OpenAsync();
        await page.SetScreenAsync(width, 900, dark);
        await page.ShowAsync(Pages.All[name]());
        (await page.AskAsync<string>("document.querySelector('header').innerText")).Should().Contain(Recorded.Note, "what was recorded says where");

        var taken = await page.PictureAsync(width, height);

        SizeOf(taken).Should().Be((width, height));
        var file = Tree.PathOf("docs", "images", picture + ".png");
        if (Environment.GetEnvironmentVariable("KUBEHA_SCREENSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, taken);
        }

        var kept = await File.ReadAllBytesAsync(file);
        kept.Length.Should().BeLessThan(MostBytes);
        SizeOf(kept).Should().Be((width, height));
        File.ReadAllText(Tree.PathOf("docs", "reports.md")).Should().Contain($"(images/{picture}.png)");
    }

    [Fact]
    public void The_drawing_in_the_documentation_is_the_reference_clusters()
    {
        var file = Tree.PathOf("docs", "images", "topology.svg");
        if (Environment.GetEnvironmentVariable("KUBEHA_SCREENSHOTS") == "1")
        {
            File.WriteAllText(file, ReferenceClusters.AsPublished.ToSvg());
        }

        File.ReadAllText(file).Should().Be(ReferenceClusters.AsPublished.ToSvg());
    }

    /// <summary>Width and height, from the first block of a PNG.</summary>
    private static (int Width, int Height) SizeOf(byte[] png)
    {
        Encoding.ASCII.GetString(png, 12, 4).Should().Be("IHDR");
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}
