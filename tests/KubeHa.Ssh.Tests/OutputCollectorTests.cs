using System.Text;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class OutputCollectorTests
{
    private const string Marker = "\u001eKH 1\n";

    [Fact]
    public void However_the_bytes_are_cut_the_marker_is_found_and_nothing_is_lost()
    {
        Gen<string> text = Gen.String[Gen.Char["ab\u001eKH 1\n"], 0, 30];
        Gen.Select(text.Where(noise => !noise.Contains('1', StringComparison.Ordinal)), text, Gen.Int[1, 9]).Sample((noise, output, size) =>
        {
            var collector = new OutputCollector(Marker, 1000);
            foreach (byte[] chunk in Encoding.UTF8.GetBytes(noise + Marker + output).Chunk(size))
            {
                collector.Take(chunk);
            }

            collector.Begun.Should().BeTrue();
            collector.Kept.Should().Be(output);
        });
    }

    [Fact]
    public void Without_the_marker_all_is_noise()
    {
        var collector = new OutputCollector(Marker, 1000);

        collector.Take("no shell here\n"u8);

        collector.Begun.Should().BeFalse();
        collector.Noise.Should().Be("no shell here");
        collector.Kept.Should().BeEmpty();
    }

    [Fact]
    public void What_exceeds_the_limit_is_counted_exactly()
    {
        var collector = new OutputCollector(Marker, 4);

        collector.Take(Encoding.UTF8.GetBytes(Marker + "123"));
        collector.Take("456789"u8);

        collector.Kept.Should().Be("1234\n[5 bytes cut: the output is longer than 4 bytes]\n");
    }
}
