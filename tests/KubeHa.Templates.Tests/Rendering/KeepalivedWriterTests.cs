using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

public sealed class KeepalivedWriterTests
{
    private readonly KeepalivedWriter _writer = new();

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ab#cd")]
    [InlineData("ab!cd")]
    [InlineData("ab{cd")]
    [InlineData("$HOME")]
    [InlineData("a\"b")]
    [InlineData("a\nb")]
    [InlineData("müller")]
    public void A_word_that_keepalived_would_misread_is_refused(string word) =>
        _writer.Invoking(writer => writer.Line("router_id", word)).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\nb")]
    [InlineData("${NAME}")]
    public void Quotes_line_ends_and_expansions_are_refused_inside_quotes(string text) =>
        _writer.Invoking(writer => writer.Quoted("script", Content.Text(text))).Should().Throw<ArgumentException>();

    [Fact]
    public void A_line_that_keepalived_would_split_is_refused() =>
        _writer.Invoking(writer => writer.Line("router_id", new string('a', 1000))).Should().Throw<ArgumentException>();

    [Fact]
    public void Blocks_are_indented_and_secrets_stay_names()
    {
        _writer.Block(["a"], () => _writer.Block(["b", "c"], () => _writer.Quoted("d", Content.Secret("e"))));

        _writer.ToContent().ToString().Should().Be("a {\n    b c {\n        d \"${secret:e}\"\n    }\n}\n");
        _writer.ToContent().HasSecret.Should().BeTrue();
    }
}
