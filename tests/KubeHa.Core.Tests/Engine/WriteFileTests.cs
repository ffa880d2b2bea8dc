using FluentAssertions;
using Xunit;

namespace KubeHa.Tests.Engine;

public sealed class WriteFileTests
{
    private const UnixFileMode Mode0644 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Mode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly DateTime LongAgo = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_file_is_written_with_its_parents_and_a_second_time_nothing_is_touched(string name)
    {
        using var shell = new RealShell(name);
        var path = shell.At("a b/it's/file");
        var text = "first\n\ttäb \\0 $(x) 'q'\nno line end";

        var first = await shell.RunAsync(File(path, text));

        first.Should().Match<StepResult>(result => result.Status == StepStatus.Changed, first.Message);
        System.IO.File.ReadAllText(path).Should().Be(text);
        System.IO.File.GetUnixFileMode(path).Should().Be(Mode0644);
        System.IO.File.GetUnixFileMode(shell.At("a b/it's")).Should().Be(Mode0644 | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Directory.GetFileSystemEntries(shell.At("a b/it's")).Should().Equal(path);

        Age(path);
        var second = await shell.RunAsync(File(path, text));

        second.Status.Should().Be(StepStatus.Holds);
        System.IO.File.GetLastWriteTimeUtc(path).Should().Be(LongAgo);
        Directory.GetLastWriteTimeUtc(shell.At("a b/it's")).Should().Be(LongAgo);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_changed_text_replaces_the_file_and_a_changed_mode_alone_does_not(string name)
    {
        using var shell = new RealShell(name);
        var path = shell.At("file");
        System.IO.File.WriteAllText(path, "old");
        System.IO.File.SetUnixFileMode(path, Mode0644);

        (await shell.RunAsync(File(path, "new", Mode0600))).Status.Should().Be(StepStatus.Changed);

        System.IO.File.ReadAllText(path).Should().Be("new");
        System.IO.File.GetUnixFileMode(path).Should().Be(Mode0600);

        Age(path);
        (await shell.RunAsync(File(path, "new", Mode0644))).Status.Should().Be(StepStatus.Changed);

        System.IO.File.GetUnixFileMode(path).Should().Be(Mode0644);
        System.IO.File.GetLastWriteTimeUtc(path).Should().Be(LongAgo);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task An_owner_that_differs_is_mended_whether_it_is_a_name_or_a_number(string name)
    {
        using var shell = new RealShell(name);
        var path = shell.At("file");

        (await shell.RunAsync(File(path, "x", owner: "12345:54321"))).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(File(path, "x", owner: "12345:54321"))).Status.Should().Be(StepStatus.Holds);
        (await shell.RunAsync(File(path, "x", owner: "root:root"))).Status.Should().Be(StepStatus.Changed);
        (await shell.RunAsync(File(path, "x", owner: "0:0"))).Status.Should().Be(StepStatus.Holds);
        (await shell.RunAsync(File(path, "x", owner: "root"))).Status.Should().Be(StepStatus.Holds);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task What_exists_is_kept_where_that_is_asked_and_only_its_mode_is_mended(string name)
    {
        using var shell = new RealShell(name);
        var path = shell.At("key");
        System.IO.File.WriteAllText(path, "the live one");
        System.IO.File.SetUnixFileMode(path, Mode0644);
        var write = new StepAction.WriteFile(new ConfigFile("here", path, Content.Text("another"), Mode0600) { KeepExisting = true });

        (await shell.RunAsync(write)).Status.Should().Be(StepStatus.Changed);
        System.IO.File.ReadAllText(path).Should().Be("the live one");
        System.IO.File.GetUnixFileMode(path).Should().Be(Mode0600);
        (await shell.RunAsync(write)).Status.Should().Be(StepStatus.Holds);

        System.IO.File.Delete(path);
        (await shell.RunAsync(write)).Status.Should().Be(StepStatus.Changed);
        System.IO.File.ReadAllText(path).Should().Be("another");

        System.IO.File.WriteAllText(path, "");
        (await shell.RunAsync(write)).Status.Should().Be(StepStatus.Changed, "a file without anything in it is nothing that could be kept");
        System.IO.File.ReadAllText(path).Should().Be("another");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_directory_a_symbolic_link_and_a_parent_that_is_a_file_are_refused(string name)
    {
        using var shell = new RealShell(name);
        Directory.CreateDirectory(shell.At("directory"));
        System.IO.File.WriteAllText(shell.At("target"), "kept");
        System.IO.File.CreateSymbolicLink(shell.At("link"), shell.At("target"));

        (await shell.RunAsync(File(shell.At("directory"), "x"))).Should().Match<StepResult>(result => result.Status == StepStatus.Failed && result.Message!.Contains("is a directory"));
        (await shell.RunAsync(File(shell.At("link"), "x"))).Should().Match<StepResult>(result => result.Status == StepStatus.Failed && result.Message!.Contains("is a symbolic link"));
        (await shell.RunAsync(File(shell.At("target/below"), "x"))).Should().Match<StepResult>(result => result.Status == StepStatus.Failed && result.Message!.Contains("cannot be made"));
        System.IO.File.ReadAllText(shell.At("target")).Should().Be("kept");
        Directory.GetFiles(shell.Folder).Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task An_upload_that_is_cut_short_changes_nothing_and_leaves_nothing(string name)
    {
        using var shell = new RealShell(name);
        var file = new ConfigFile("here", shell.At("file"), Content.Text("x"), Mode0644);
        var whole = StepScripts.Input(new StepAction.WriteFile(file), _ => "a text that does not arrive whole")!;
        await using var session = await shell.ConnectAsync(RealShell.Here);
        using var cut = new MemoryStream(whole[..^3]);

        var answer = await session.ExecuteAsync(new ExecRequest(StepScripts.Command(new StepAction.WriteFile(file))) { StandardInput = cut });

        answer.ExitCode.Should().Be(73);
        answer.StandardError.Should().Contain("not what was sent");
        Directory.GetFiles(shell.Folder).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Twenty_megabytes_arrive_as_they_were(string name)
    {
        using var shell = new RealShell(name);
        var text = string.Concat(Enumerable.Range(0, 2_000_000).Select(i => $"line {i % 1000}\n"));

        (await shell.RunAsync(File(shell.At("big"), text))).Status.Should().Be(StepStatus.Changed);

        System.IO.File.ReadAllText(shell.At("big")).Should().Be(text);
        (await shell.RunAsync(File(shell.At("big"), text))).Status.Should().Be(StepStatus.Holds);
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task What_a_killed_write_left_is_removed_by_the_next_one_and_only_that(string name)
    {
        using var shell = new RealShell(name);
        System.IO.File.WriteAllText(shell.At(".kubeha.file.aB3dE6gH"), "half");
        System.IO.File.WriteAllText(shell.At(".kubeha.file.conf.aB3dE6gH"), "of another file");

        (await shell.RunAsync(File(shell.At("file"), "x"))).Status.Should().Be(StepStatus.Changed);

        Directory.GetFiles(shell.Folder).Select(Path.GetFileName).Should().BeEquivalentTo("file", ".kubeha.file.conf.aB3dE6gH");
    }

    private static StepAction.WriteFile File(string path, string text, UnixFileMode mode = Mode0644, string owner = "root:root") =>
        new(new ConfigFile("here", path, Content.Text(text), mode, owner));

    private static void Age(string path)
    {
        System.IO.File.SetLastWriteTimeUtc(path, LongAgo);
        Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(path)!, LongAgo);
    }
}
