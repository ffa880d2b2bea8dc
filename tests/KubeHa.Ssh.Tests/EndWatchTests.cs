using System.Text;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Ssh.Tests;

public sealed class EndWatchTests
{
    private const string Marker = "\u001eKH 1-end\n";

    [Fact]
    public void However_the_bytes_are_cut_the_marker_alone_is_taken_out()
    {
        Gen<string> text = Gen.OneOf(Gen.String[Gen.Char["a\u001eKH \n"], 0, 30], Gen.Int[0, Marker.Length - 1].Select(length => "x" + Marker[..length]));
        Gen.Select(text, text, Gen.Int[1, 12]).Sample((before, after, size) =>
        {
            var (passed, ends) = Pass(before + Marker + after, size);

            passed.Should().Be(before + after);
            ends.Should().Be(1);
        });
    }

    [Fact]
    public void Without_a_marker_all_is_passed_on()
    {
        Gen<string> text = Gen.OneOf(Gen.String[Gen.Char["a\u001eKH \n"], 0, 30], Gen.Int[0, Marker.Length - 1].Select(length => Marker[..length]));
        Gen.Select(text, Gen.Int[1, 12]).Sample((output, size) => Pass(output, size).Should().Be((output, 0)));
    }

    private static (string Passed, int Ends) Pass(string text, int size)
    {
        var (passed, ends) = (new List<byte>(), 0);
        var watch = new EndWatch(Marker, bytes => passed.AddRange(bytes), () => ends++);
        foreach (byte[] chunk in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            watch.Take(chunk);
        }

        watch.Flush();
        return (Encoding.UTF8.GetString([.. passed]), ends);
    }
}
