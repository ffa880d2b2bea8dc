using System.Diagnostics;
using FluentAssertions;

namespace KubeHa.Tests.Engine;

public sealed class BadDiskTests
{
    private const UnixFileMode Mode0644 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [RootFact]
    public async Task On_a_full_disk_the_old_file_stays_nothing_is_left_beside_it_and_the_reason_is_told()
    {
        using var shell = new RealShell("dash");
        using var disk = new Disk(shell.At("disk"), "size=64k");
        var file = Path.Combine(disk.Path, "file");
        File.WriteAllText(file, "old\n");

        var report = await shell.RunAsync(Step("big", new StepAction.WriteFile(new ConfigFile("here", file, Content.Text(new string('x', 200_000)), Mode0644))));

        report.Outcome.Should().Be(RunOutcome.Failed);
        report.Failure.Should().Contain("No space left on device").And.Contain("run again");
        File.ReadAllText(file).Should().Be("old\n");
        Directory.GetFiles(disk.Path).Should().Equal(file);

        // Room is made, and the same run goes through.
        disk.Remount("size=1m");
        (await shell.RunAsync(Step("big", new StepAction.WriteFile(new ConfigFile("here", file, Content.Text(new string('x', 200_000)), Mode0644))))).Outcome.Should().Be(RunOutcome.Changed);
    }

    [RootFact]
    public async Task On_a_read_only_file_system_what_holds_still_holds_and_what_does_not_says_why()
    {
        using var shell = new RealShell("dash");
        using var disk = new Disk(shell.At("disk"), "size=64k");
        var file = Path.Combine(disk.Path, "file");
        File.WriteAllText(file, "old\n");
        File.SetUnixFileMode(file, Mode0644);
        disk.Remount("ro");

        var report = await shell.RunAsync(
            Step("same", new StepAction.WriteFile(new ConfigFile("here", file, Content.Text("old\n"), Mode0644))),
            Step("other", new StepAction.WriteFile(new ConfigFile("here", Path.Combine(disk.Path, "other"), Content.Text("new\n"), Mode0644)), "here/same"));

        report.Statuses().Should().Equal("here/same Holds", "here/other Failed");
        report.Failure.Should().Contain("Read-only file system").And.Contain("No file can be made in");
    }

    private static PlanStep Step(string id, StepAction action, params string[] after) => new($"here/{id}", "here", $"Do {id}", action) { After = after };

    /// <summary>A small file system in memory.</summary>
    private sealed class Disk : IDisposable
    {
        public Disk(string path, string options)
        {
            Path = Directory.CreateDirectory(path).FullName;
            Run("mount", "-t", "tmpfs", "-o", options, "kubeha-test", Path);
        }

        public string Path { get; }

        public void Remount(string options) => Run("mount", "-o", $"remount,{options}", Path);

        public void Dispose() => Run("umount", "-l", Path);

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
            process.WaitForExit();
            process.ExitCode.Should().Be(0, "{0} {1} must work for root", program, string.Join(' ', arguments));
        }
    }
}
