using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Tests.Engine;

public sealed class PreviewTests
{
    private const UnixFileMode Mode0644 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_preview_says_of_every_step_whether_it_has_work_and_writes_nothing(string name)
    {
        using var shell = new RealShell(name);
        File.WriteAllText(shell.At("same"), "a\n");
        File.WriteAllText(shell.At("other"), "one\ntwo\nthree\n");
        File.WriteAllText(shell.At("hosts"), "127.0.0.1 localhost\n# BEGIN KubeHa\n10.0.0.1 old\n# END KubeHa\n");
        foreach (var file in Directory.GetFiles(shell.Folder))
        {
            File.SetUnixFileMode(file, Mode0644);
        }

        var before = Everything(shell.Folder);
        var touch = Sh($": >{shell.At("made")}");
        var plan = Plan.Create("test", [RealShell.Here],
        [
            Here("same", Write(shell.At("same"), "a\n")),
            Here("condition", new StepAction.Check(Sh($"true"), "It must be so.")),
            Here("holds", new StepAction.RunScript(touch, Unless: Sh($"true"))),
            Here("not-for-us", new StepAction.RunScript(touch, Unless: Sh($"false"), OnlyIf: Sh($"false"))),
            Here("other", Write(shell.At("other"), "one\n2\nthree\n")),
            Here("absent", Write(shell.At("folder/absent"), "new\n")),
            Here("hosts", new StepAction.WriteFile(new ConfigFile("here", shell.At("hosts"), Content.Text("10.0.0.1 api\n"), Mode0644) { Placement = FilePlacement.Block })),
            Here("blind", new StepAction.RunScript(touch)),
            Here("would", new StepAction.RunScript(touch, Unless: Sh($"[ -e {shell.At("made")} ]"))),
            new PlanStep("done", "", "Done", new StepAction.Milestone()) { After = ["here/would"] },
            Here("later", new StepAction.WaitUntil(Sh($"echo not yet; [ -e {shell.At("made")} ]"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100)), "done"),
            Here("fails", new StepAction.Check(Sh($"echo why; false"), "It must be so.")),
            Here("directory", Write(shell.Folder, "x")),
        ]);

        var report = await new PlanRunner(shell).PreviewAsync(plan);

        report.Failure.Should().BeNull();
        report.Steps.ToDictionary(step => step.Step.Id[5..], step => step.Status.ToString()).Should().Equal(new Dictionary<string, string>
        {
            ["same"] = "Holds", ["condition"] = "Holds", ["holds"] = "Holds", ["not-for-us"] = "Holds",
            ["other"] = "WouldChange", ["absent"] = "WouldChange", ["hosts"] = "WouldChange", ["blind"] = "WouldChange", ["would"] = "WouldChange",
            ["later"] = "DependsOnEarlier", ["fails"] = "WouldFail", ["directory"] = "WouldFail",
        });
        report.HasChanges.Should().BeTrue();
        Of("other").Difference.Should().Be($"--- {shell.At("other")}\n+++ {shell.At("other")}\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n");
        Of("absent").Difference.Should().StartWith("--- /dev/null\n").And.Contain("+new\n");
        Of("hosts").Difference.Should().Contain("-10.0.0.1 old\n+10.0.0.1 api\n").And.NotContain("localhost");
        Of("fails").Message.Should().Be("why");
        Everything(shell.Folder).Should().Equal(before);
        Directory.GetFileSystemEntries(shell.Run).Should().BeEmpty();

        StepPreview Of(string id) => report.Steps.Single(step => step.Step.Id == $"here/{id}");
    }

    [Fact]
    public async Task What_a_preview_calls_done_a_run_does_not_touch_and_the_other_way_round()
    {
        using var shell = new RealShell("dash");
        var plan = Plan.Create("test", [RealShell.Here],
        [
            Here("file", Write(shell.At("file"), "x\n")),
            Here("mode", new StepAction.WriteFile(new ConfigFile("here", shell.At("mode"), Content.Text("y"), UnixFileMode.UserRead))),
            Here("run", new StepAction.RunScript(Sh($": >{shell.At("run")}"), Unless: Sh($"[ -e {shell.At("run")} ]")), "here/file"),
        ]);

        (await new PlanRunner(shell).PreviewAsync(plan)).Steps.Should().NotContain(step => step.Status == PreviewStatus.Holds);
        (await new PlanRunner(shell).RunAsync(plan)).Outcome.Should().Be(RunOutcome.Changed);
        (await new PlanRunner(shell).PreviewAsync(plan)).HasChanges.Should().BeFalse();
        File.SetUnixFileMode(shell.At("mode"), Mode0644);
        var drifted = await new PlanRunner(shell).PreviewAsync(plan);
        drifted.Steps.Where(step => step.Status == PreviewStatus.WouldChange).Should().ContainSingle().Which.Message.Should().Be("mode 644 would become 400.");
    }

    [Fact]
    public async Task Secrets_show_as_names_and_lines_of_a_file_that_bears_them_only_where_they_are_ours()
    {
        using var shell = new RealShell("dash");
        var content = Content.Concat(Content.Text("auth {\n  pass \""), Content.Secret("run/password"), Content.Text("\"\n  new\n}\n"));
        var plan = Plan.Create("test", [RealShell.Here],
        [
            Here("same", new StepAction.WriteFile(new ConfigFile("here", shell.At("same"), content, Mode0644))),
            Here("differs", new StepAction.WriteFile(new ConfigFile("here", shell.At("differs"), content, Mode0644))),
            Here("key", new StepAction.WriteFile(new ConfigFile("here", shell.At("key"), Content.Secret("run/key"), Mode0644))),
        ]);
        File.WriteAllText(shell.At("same"), "auth {\n  pass \"ours-and-secret\"\n}\n");
        File.WriteAllText(shell.At("differs"), "auth {\n  pass \"theirs-and-secret\"\n  token another-secret\n}\n");
        File.WriteAllText(shell.At("key"), "old key line 1\nold key line 2\n");
        var options = new RunOptions { RunSecrets = name => new Secret(name == "run/password" ? "ours-and-secret" : "new key line 1\nnew key line 2\n") };

        var report = await new PlanRunner(shell).PreviewAsync(plan, options);

        var all = string.Concat(report.Steps.Select(step => step.ToString() + step.Difference));
        all.Should().NotContain("and-secret").And.NotContain("another-secret").And.NotContain("key line");
        report.Steps[0].Difference.Should().Contain("   pass \"${secret:run/password}\"\n+  new\n");
        report.Steps[1].Difference.Should().Contain("-  pass \"${secret:run/password: differs}\"\n").And.Contain("(a line that is not shown");
        report.Steps[2].Difference.Should().Contain("+${secret:run/key}\n");

        (await new PlanRunner(shell).PreviewAsync(plan)).Steps.Should().OnlyContain(step => step.Message!.Contains("not known here"));
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task The_text_of_a_file_is_fetched_only_where_something_is_to_be_shown_or_a_secret_is_to_be_compared(string name)
    {
        using var shell = new RealShell(name);
        var secret = Content.Secret("run/key");
        var plan = Plan.Create("test", [RealShell.Here],
        [
            Here("same", Write(shell.At("same"), "a\n")),
            Here("kept", new StepAction.WriteFile(new ConfigFile("here", shell.At("kept"), secret, Mode0644) { KeepExisting = true })),
            Here("other", Write(shell.At("other"), "a\n")),
            Here("secret", new StepAction.WriteFile(new ConfigFile("here", shell.At("secret"), secret, Mode0644))),
        ]);
        File.WriteAllText(shell.At("same"), "a\n");
        File.WriteAllText(shell.At("kept"), "b\n");
        File.WriteAllText(shell.At("other"), "b\n");
        File.WriteAllText(shell.At("secret"), "a\n");

        var looks = new PreviewLooks(plan, part => (part as ContentPart.Literal)?.Text);
        var seen = looks.Read(await new PlanRunner(shell).RunAsync(looks.Plan));

        looks.Plan.Steps.Should().ContainSingle("files of a machine are looked at together");
        plan.Steps.ToDictionary(step => step.Id[5..], step => seen[step.Id].Seen!.Split('\n').Length)
            .Should().Equal(new Dictionary<string, int> { ["same"] = 3, ["kept"] = 3, ["other"] = 4, ["secret"] = 4 });
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task Files_that_are_looked_at_together_are_not_mixed_up_whatever_their_names_and_kinds(string name)
    {
        using var shell = new RealShell(name);
        string[] names = ["-n", "a b", "two\nlines", "back\\slash", "quote'd", "$(id)", "*", ".", "ends\n", "é", "#x"];
        var files = Enumerable.Range(0, 40).Select(number => shell.At($"{number}{names[number % names.Length]}")).ToList();
        var plan = Plan.Create("test", [RealShell.Here], files.Select((path, number) => Here($"{number}", new StepAction.WriteFile(new ConfigFile("here", path, Content.Text($"text {number}\n"), Mode0644)))));
        foreach (var (path, number) in files.Select((path, number) => (path, number)).Where(file => file.number % 7 != 3))
        {
            if (number % 7 == 5)
            {
                Directory.CreateDirectory(path);
                continue;
            }

            File.WriteAllText(path, number % 7 == 4 ? "other\n" : number % 7 == 6 ? "" : $"text {number}\n");
            File.SetUnixFileMode(path, Mode0644);
        }

        var report = await new PlanRunner(shell).PreviewAsync(plan);

        report.Steps.Select(step => step.Status).Should().Equal(files.Select((_, number) => (number % 7) switch
        {
            3 or 4 or 6 => PreviewStatus.WouldChange,
            5 => PreviewStatus.WouldFail,
            _ => PreviewStatus.Holds,
        }));
        report.Steps[4].Difference.Should().Contain("-other\n+text 4\n");
        report.Steps[3].Difference.Should().StartWith("--- /dev/null\n").And.Contain("+text 3\n");
        report.Steps[6].Difference.Should().Contain("+text 6\n").And.NotContain("/dev/null");
    }

    [Theory]
    [MemberData(nameof(RealShell.All), MemberType = typeof(RealShell))]
    public async Task A_file_that_cannot_be_read_does_not_hide_the_others(string name)
    {
        using var shell = new RealShell(name);
        File.WriteAllText(shell.At("before"), "a\n");
        File.WriteAllText(shell.At("after"), "b\n");
        File.SetUnixFileMode(shell.At("before"), Mode0644);
        File.SetUnixFileMode(shell.At("after"), Mode0644);

        // A regular file whose reading fails, for root too.
        var unreadable = "/proc/self/mem";
        var plan = Plan.Create("test", [RealShell.Here], [Here("before", Write(shell.At("before"), "a\n")), Here("unreadable", Write(unreadable, "x")), Here("after", Write(shell.At("after"), "a\n"))]);

        var report = await new PlanRunner(shell).PreviewAsync(plan);

        report.Steps.Select(step => step.Status).Should().Equal(PreviewStatus.Holds, PreviewStatus.NotLookedAt, PreviewStatus.WouldChange);
        report.Steps[2].Difference.Should().Contain("-b\n+a\n");
    }

    [Fact]
    public void As_many_of_the_longest_files_as_a_look_may_bring_fit_into_what_is_kept_of_it()
    {
        var longest = (FileLook.LongestFile + 2) / 3 * 4 * 77 / 76;

        (PreviewLooks.MostFiles * (longest + 200)).Should().BeLessThan(BatchReader.MostOutput);
    }

    [Fact]
    public async Task A_command_that_may_change_something_does_not_pass_in_a_run_that_only_looks()
    {
        var connection = new MachineConnection(RealShell.Here, await new RecordingTransport().OnAny(RecordingTransport.Changed).ConnectAsync(RealShell.Here), _ => throw new InvalidOperationException(), readOnly: true);

        await connection.Awaiting(it => it.ExecuteAsync(it.Session, new RemoteCommand(new ExecRequest("touch x"), MayChange: true), CancellationToken.None)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*only looks*");
        (await connection.ExecuteAsync(connection.Session, new RemoteCommand(new ExecRequest("ls"), MayChange: false), CancellationToken.None)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_machine_that_cannot_be_reached_is_told_and_the_assumptions_of_the_plan_are_looked_at_too()
    {
        var plan = Plan.Create("test", [Runs.Machine("m1"), Runs.Machine("m2")], [Runs.Run("m1/a"), Runs.Run("m2/b"), Runs.Look("m1/member")], [new Assumption("m1", "m1/member", "yes")]);

        var aside = await Runs.Runner(new RecordingTransport().Unreachable("m2").On("look", RecordingTransport.Output("yes")).OnAny(RecordingTransport.Output("holds\n"))).PreviewAsync(plan, new RunOptions { MayBeSetAside = new HashSet<string> { "m2" } });
        aside.Steps.Single(step => step.Step.Id == "m2/b").Status.Should().Be(PreviewStatus.SetAside);
        aside.Unreachable.Keys.Should().Equal("m2");

        var stopped = await Runs.Runner(new RecordingTransport().Unreachable("m2")).PreviewAsync(plan);
        stopped.Failure.Should().Contain("no connection");
        stopped.Steps.Should().OnlyContain(step => step.Status == PreviewStatus.NotLookedAt);

        (await Runs.Runner(new RecordingTransport().OnAny(RecordingTransport.Output("holds\n"))).PreviewAsync(plan)).Failure.Should().Contain("the plan was made when m1/member was 'yes', and now it is 'holds'");
    }

    private static StepAction.WriteFile Write(string path, string text) => new(new ConfigFile("here", path, Content.Text(text), Mode0644));

    private static PlanStep Here(string id, StepAction action, params string[] after) => new($"here/{id}", "here", $"Do {id}", action) { After = after };

    private static List<string> Everything(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal).Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O} {(File.Exists(path) ? File.ReadAllText(path) : "")}")];
}
