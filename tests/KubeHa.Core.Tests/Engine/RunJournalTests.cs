using CsCheck;
using FluentAssertions;
using Xunit;
using static KubeHa.Tests.Engine.Runs;

namespace KubeHa.Tests.Engine;

public sealed class RunJournalTests : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("kubeha-test-").FullName;

    private ClusterFolder Folder => new(path);

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public async Task Every_event_of_a_run_is_a_line_and_secrets_are_in_none()
    {
        var transport = new RecordingTransport().Unreachable("m3").On("run m1/a", RecordingTransport.Changed).On("run m2/b", RecordingTransport.Exit(7, "no: tEstp4ss\n")).OnAny(RecordingTransport.Holds);
        var told = new List<RunEvent>();
        string name;
        using (var journal = new RunJournal(Folder))
        {
            name = journal.Name;
            var secret = Step("m2/b", new StepAction.RunScript(ShellScript.Sh($"run m2/b"), StandardInput: Content.Secret(SecretNames.VrrpPassword)), "m1/a");
            await Runner(transport).RunAsync(PlanOf(Run("m1/a"), secret, Run("m3/c"), Milestone("up", "m1/a")), new RunOptions
            {
                Secrets = ClusterSecrets.ForTests,
                MayBeSetAside = new HashSet<string> { "m3" },
                OnEvent = happened =>
                {
                    told.Add(happened);
                    journal.Write(happened);
                },
            });
        }

        var (records, damage) = RunJournal.Read(Folder, name);

        damage.Should().BeNull();
        records.Select(record => (record.Sequence, record.At)).Should().Equal(told.Select(happened => (happened.Sequence, happened.At)));
        records[0].Should().BeEquivalentTo(new { Event = "runStarted", Plan = "test", Step = (string?)null });
        records.Should().ContainSingle(record => record.Event == "stepEnded" && record.Step == "m1/a" && record.Status == "Changed" && record.Host == "m1" && record.Duration >= TimeSpan.Zero && record.ExitCode == 0);
        records.Single(record => record.Event == "stepEnded" && record.Status == "Failed").Should().BeEquivalentTo(new { Step = "m2/b", ExitCode = 7 });
        records.Single(record => record.Status == "Failed" && record.Event == "stepEnded").Message.Should().Contain("no: ***");
        records.Should().ContainSingle(record => record.Event == "machineSetAside" && record.Host == "m3");
        records[^1].Should().BeEquivalentTo(new { Event = "runEnded", Status = "Failed" });
        File.ReadAllText(LogFile(name)).Should().NotContain("tEstp4ss").And.StartWith("{\"format\":\"kubeha.run/1\"}\n");
    }

    [Fact]
    public void A_log_is_for_its_owner_only_and_every_line_is_on_the_disk_at_once()
    {
        using var journal = new RunJournal(Folder);
        File.GetUnixFileMode(LogFile(journal.Name)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.Combine(path, "runs")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        for (var i = 1; i <= 3; i++)
        {
            journal.Write(new RunEvent.RunStarted(i, DateTimeOffset.UnixEpoch, "p", 1));
            RunJournal.Read(Folder, journal.Name).Records.Should().HaveCount(i);
        }
    }

    [Fact]
    public void Logs_are_listed_from_the_oldest_to_the_newest()
    {
        Folder.RunLogs.Should().BeEmpty();
        var clock = new Clock();
        var names = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            clock.Now = DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(i * 0.7);
            using var journal = new RunJournal(Folder, clock);
            names.Add(journal.Name);
        }

        using var twin = new RunJournal(Folder, clock);

        Folder.RunLogs.Should().HaveCount(6).And.Contain(twin.Name);
        Folder.RunLogs.Where(name => name != twin.Name).Should().Equal(names);
        names[0].Should().MatchRegex("^20200101T000000\\.000Z-[0-9a-f]{8}$");
    }

    [Fact]
    public void The_newest_fifty_logs_are_kept_and_nothing_else_is_touched()
    {
        var clock = new Clock { Now = DateTimeOffset.UnixEpoch };
        var names = new List<string>();
        Directory.CreateDirectory(Path.Combine(path, "runs"));
        File.WriteAllText(Path.Combine(path, "runs", "notes.txt"), "");
        for (var i = 0; i < 53; i++)
        {
            clock.Now += TimeSpan.FromSeconds(1);
            using var journal = new RunJournal(Folder, clock);
            names.Add(journal.Name);
        }

        Folder.RunLogs.Should().Equal(names.TakeLast(50));
        File.Exists(Path.Combine(path, "runs", "notes.txt")).Should().BeTrue();
    }

    [Fact]
    public void A_log_that_was_cut_anywhere_gives_every_whole_line_and_says_that_it_was_cut()
    {
        string name;
        using (var journal = new RunJournal(Folder))
        {
            name = journal.Name;
            journal.Write(new RunEvent.RunStarted(1, DateTimeOffset.UnixEpoch, "pl\"än", 2));
            journal.Write(new RunEvent.StepEnded(2, DateTimeOffset.UnixEpoch, new StepResult(Look("m1/a"), StepStatus.Failed, TimeSpan.FromTicks(12_345_678), 255, "no\nway")));
        }

        var whole = File.ReadAllBytes(LogFile(name));
        var header = Array.IndexOf(whole, (byte)'\n') + 1;
        var second = Array.IndexOf(whole, (byte)'\n', header) + 1;
        Gen.Int[header, whole.Length - 1].Sample(length =>
        {
            File.WriteAllBytes(LogFile(name), whole[..length]);
            var (records, damage) = RunJournal.Read(Folder, name);

            // A line without its end of line may be whole.
            var lines = whole[header..length].Count(b => b == '\n') + (length == second - 1 || length == whole.Length - 1 ? 1 : 0);
            return records.Count == lines && (damage is null) == (length == header || length == second || length == second - 1 || length == whole.Length - 1);
        }, iter: 400, threads: 1);

        File.WriteAllBytes(LogFile(name), whole[..^10]);
        RunJournal.Read(Folder, name).Damage.Should().Be("line 3, the last one, is cut off: the run ended while it was written.");
        File.WriteAllBytes(LogFile(name), whole);
        RunJournal.Read(Folder, name).Records[1].Should().Be(new RunRecord(2, DateTimeOffset.UnixEpoch, "stepEnded", "pl\"än", "m1/a", "m1", "Failed", TimeSpan.FromTicks(12_345_678), 255, "no\nway"));
    }

    [Fact]
    public void What_is_no_log_is_refused_and_a_broken_line_spoils_no_other()
    {
        string name;
        using (var journal = new RunJournal(Folder))
        {
            name = journal.Name;
            journal.Write(new RunEvent.RunStarted(1, DateTimeOffset.UnixEpoch, "p", 2));
        }

        File.AppendAllText(LogFile(name), "{\"sequence\":2,\"at\"\n{\"sequence\":3,\"at\":\"1970-01-01T00:00:00Z\",\"event\":\"later\",\"plan\":\"p\",\"more\":[1]}\n");

        var (records, damage) = RunJournal.Read(Folder, name);
        records.Select(record => record.Sequence).Should().Equal(1, 3);
        damage.Should().Be("line 3 cannot be read.");

        File.WriteAllText(LogFile(name), "{\"format\":\"kubeha.run/2\"}\n");
        var read = () => RunJournal.Read(Folder, name);
        read.Should().Throw<InvalidDocumentException>().WithMessage("*kubeha.run/1*line 1*");
        var nothing = () => RunJournal.Read(Folder, "nothing");
        nothing.Should().Throw<FileNotFoundException>();
    }

    [Fact]
    public void A_disk_that_was_full_for_a_while_costs_the_lines_of_that_while_only()
    {
        using var disk = new FullDisk();
        using (var journal = new RunJournal(disk))
        {
            journal.Write(new RunEvent.RunStarted(1, DateTimeOffset.UnixEpoch, "p", 2));
            disk.IsFull = true;
            for (var i = 2; i < 4; i++)
            {
                var write = () => journal.Write(new RunEvent.RunEnded(i, DateTimeOffset.UnixEpoch, RunOutcome.Failed));
                write.Should().Throw<IOException>();
            }

            disk.IsFull = false;
            journal.Write(new RunEvent.RunEnded(4, DateTimeOffset.UnixEpoch, RunOutcome.Failed));
        }

        var (records, damage) = RunRecordJson.Read(System.Text.Encoding.UTF8.GetString(disk.ToArray()));
        records.Select(record => record.Sequence).Should().Equal(1, 4);
        damage.Should().Contain("cannot be read");
    }

    private string LogFile(string name) => Path.Combine(path, "runs", name + ".jsonl");

    /// <summary>Takes half of what comes while it is full.</summary>
    private sealed class FullDisk : MemoryStream
    {
        public bool IsFull { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(IsFull ? buffer[..(buffer.Length / 2)] : buffer);
            if (IsFull)
            {
                throw new IOException("No space left on device");
            }
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
