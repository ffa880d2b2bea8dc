using CsCheck;
using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Tests.Engine;

public sealed class QuotingTests
{
    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Any_text_in_a_hole_arrives_as_one_word_with_the_same_bytes(string name)
    {
        using var shell = new RealShell(name);
        string[] hard = ["'", "\"", "\\", "$", "`", "!", "\n", "\r", " ", "*", "~", "-", "#", ";", "&", "ä", "€", "\U0001F600", "\u001b", "\\n", "%s", "${x}"];
        var letter = Gen.OneOf(Gen.Int[0, hard.Length - 1].Select(i => hard[i]), Gen.Char[' ', '~'].Select(c => c.ToString()), Gen.Char['\u0001', '\u02ff'].Select(c => c.ToString()));
        var values = new List<string> { "", "'", "''", "-n", "-e", "\\", "a'b\"c", "\n", "x\n\n" };
        letter.Array[0, 12].Select(string.Concat).Sample(values.Add, iter: 400, threads: 1);

        // One process for all, and once more through a second level of quoting.
        var script = Lines(values.Select(value => Sh($"printf '%s|' {value}")).Append(Sh($"sh -c {Lines(values.Select(value => Sh($"printf '%s|' {value}"))).Text}")));
        using var output = new MemoryStream();
        var answer = await new LocalSession([Path.Combine(shell.Folder, "tools/sh")]).ExecuteAsync(new ExecRequest(script.Text) { StandardOutput = output });

        answer.ExitCode.Should().Be(0, answer.StandardError);
        System.Text.Encoding.UTF8.GetString(output.ToArray()).Should().Be(string.Concat(values.Concat(values).Select(value => value + "|")));
    }

    [Fact]
    public void Words_that_need_no_quotes_have_none_and_a_nul_is_refused()
    {
        Sh($"a {"10.0.0.1:80"} {"it's"} {""} {new[] { "x y", "z" }} {5}").Text.Should().Be("a 10.0.0.1:80 'it'\\''s' '' 'x y' z 5");
        var nul = () => Sh($"{"a\0b"}");
        nul.Should().Throw<ArgumentException>();
    }
}
