using FluentAssertions;
using Xunit;

namespace KubeHa.Tests.Engine;

public sealed class WriteBlockTests
{
    private const UnixFileMode Mode0644 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Mode0640 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const string Ours = "# BEGIN KubeHa\n10.0.0.1 api\n# END KubeHa\n";

    private static readonly DateTime LongAgo = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    public static IEnumerable<object[]> Cases =>
        from shell in new[] { "dash", "bash", "busybox" }
        from pair in new (string? Before, string After)[]
        {
            (null, Ours),
            ("", Ours),
            ("127.0.0.1 localhost\n", "127.0.0.1 localhost\n" + Ours),
            ("127.0.0.1 localhost", "127.0.0.1 localhost\n" + Ours),
            ("a\n# BEGIN KubeHa\nold\nolder\n# END KubeHa\nb\n\n", "a\n" + Ours + "b\n\n"),
            ("# BEGIN KubeHa\n# END KubeHa\nb without end \t ", Ours + "b without end \t "),
            ("a\r\n# BEGIN KubeHa\nold\n# END KubeHa", "a\r\n" + Ours),
            ("a # BEGIN KubeHa\n # END KubeHa\n", "a # BEGIN KubeHa\n # END KubeHa\n" + Ours),
        }
        select new object[] { shell, pair.Before!, pair.After };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_block_is_put_in_place_and_every_other_byte_stays(string name, string? before, string after)
    {
        using var shell = new RealShell(name);
        var path = shell.At("hosts");
        if (before is not null)
        {
            File.WriteAllText(path, before);
            File.SetUnixFileMode(path, Mode0640);
        }

        var first = await shell.RunAsync(Block(path));

        first.Status.Should().Be(StepStatus.Changed, first.Message);
        File.ReadAllText(path).Should().Be(after);
        File.GetUnixFileMode(path).Should().Be(before is null ? Mode0644 : Mode0640);
        Directory.GetFiles(shell.Folder).Should().Equal(path);

        File.SetLastWriteTimeUtc(path, LongAgo);
        Directory.SetLastWriteTimeUtc(shell.Folder, LongAgo);
        (await shell.RunAsync(Block(path))).Status.Should().Be(StepStatus.Holds);

        File.GetLastWriteTimeUtc(path).Should().Be(LongAgo);
        Directory.GetLastWriteTimeUtc(shell.Folder).Should().Be(LongAgo);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Markers_that_are_alone_twice_or_turned_round_are_refused(string name)
    {
        using var shell = new RealShell(name);
        var path = shell.At("hosts");
        foreach (var broken in new[] { "# BEGIN KubeHa\n", "x\n# END KubeHa\n", Ours + Ours, "# END KubeHa\n# BEGIN KubeHa\n", Ours + "# END KubeHa\n" })
        {
            File.WriteAllText(path, broken);

            var result = await shell.RunAsync(Block(path));

            result.Status.Should().Be(StepStatus.Failed, broken);
            result.Message.Should().Contain("mend the file by hand");
            File.ReadAllText(path).Should().Be(broken);
        }

        Directory.GetFiles(shell.Folder).Should().Equal(path);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task An_empty_block_and_one_without_a_line_end_hold_the_second_time(string name)
    {
        using var shell = new RealShell(name);
        foreach (var text in new[] { "", "one line" })
        {
            (await shell.RunAsync(Block(shell.At("f"), text))).Status.Should().Be(StepStatus.Changed);
            (await shell.RunAsync(Block(shell.At("f"), text))).Status.Should().Be(StepStatus.Holds);
        }

        File.ReadAllText(shell.At("f")).Should().Be("# BEGIN KubeHa\none line\n# END KubeHa\n");
    }

    private static StepAction.WriteFile Block(string path, string text = "10.0.0.1 api\n") =>
        new(new ConfigFile("here", path, Content.Text(text), Mode0644) { Placement = FilePlacement.Block });
}
