using System.Globalization;
using FluentAssertions;
using KubeHa.Templates;
using Xunit;

namespace KubeHa.Reports.Tests;

public sealed class PaletteTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_colour_that_is_written_in_stands_out_from_what_it_stands_on(bool dark)
    {
        var palette = dark ? Palette.Dark : Palette.Light;

        var faint = Palette.Pairs.Select(pair => (pair, Contrast: Contrast(palette[pair.Front], palette[pair.Back]))).Where(pair => pair.Contrast < 4.5);

        faint.Should().BeEmpty("WCAG 2.2 AA asks for 4.5 to 1");
    }

    [Fact]
    public void Light_and_dark_have_the_same_colours() => Palette.Dark.Keys.Should().BeEquivalentTo(Palette.Light.Keys);

    [Fact]
    public void Contrast_is_what_the_guidelines_say() => Contrast("#ffffff", "#000000").Should().BeApproximately(21, 0.001);

    private static double Contrast(string a, string b)
    {
        var (one, other) = (Luminance(a), Luminance(b));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Part(int i) => int.Parse(colour.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));
    }
}
