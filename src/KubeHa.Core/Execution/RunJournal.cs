using System.Globalization;
using System.Text;

namespace KubeHa;

/// <summary>
/// Writes what happens in a run into the cluster's folder, a line of JSON for each event (<c>kubeha.run/1</c>), for its owner only.
/// Each line is handed to the system before the next event, so a killed program loses nothing that it was told. It explains what happened; nothing is ever resumed from it.
/// </summary>
public sealed class RunJournal : IDisposable
{
    private readonly Stream stream;
    private string plan = string.Empty;
    private bool isTorn;

    /// <summary>Begins a log: a new file <c>runs/TIME-RANDOM.jsonl</c> whose name sorts by the time of its beginning.</summary>
    /// <param name="folder">The cluster's folder.</param>
    /// <param name="timeProvider">The clock; the system's by default.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public RunJournal(ClusterFolder folder, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var at = (timeProvider ?? TimeProvider.System).GetUtcNow().UtcDateTime;
        Name = string.Create(CultureInfo.InvariantCulture, $"{at:yyyyMMdd'T'HHmmss.fff'Z'}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}");
        stream = folder.CreateRunLog(Name);
        Line(RunRecordJson.Header);
    }

    internal RunJournal(Stream stream)
    {
        this.stream = stream;
        Name = string.Empty;
        Line(RunRecordJson.Header);
    }

    /// <summary>The log's name, as <see cref="ClusterFolder.RunLogs"/> lists it.</summary>
    public string Name { get; }

    /// <summary>Writes an event. Events must come one at a time, as <see cref="RunOptions.OnEvent"/> gives them.</summary>
    /// <param name="happened">The event.</param>
    /// <exception cref="IOException">The disk does not take it; later events are written where it takes them again.</exception>
    public void Write(RunEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        plan = happened is RunEvent.RunStarted started ? started.Plan : plan;
        Line(RunRecordJson.Write(RecordOf(happened)));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    /// <summary>Reads a log, also one that is being written or that broke off.</summary>
    /// <param name="folder">The cluster's folder.</param>
    /// <param name="name">One of <see cref="ClusterFolder.RunLogs"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such log.</exception>
    /// <exception cref="InvalidDocumentException">It is no log of this format.</exception>
    public static RunRecords Read(ClusterFolder folder, string name)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return RunRecordJson.Read(folder.ReadRunLog(name));
    }

    private void Line(string text)
    {
        // A line that was only half taken is ended first, so that it spoils no other one.
        var bytes = Encoding.UTF8.GetBytes((isTorn ? "\n" : "") + text + "\n");
        isTorn = true;
        stream.Write(bytes);
        stream.Flush();
        isTorn = false;
    }

    private RunRecord RecordOf(RunEvent happened)
    {
        var record = new RunRecord(happened.Sequence, happened.At, string.Empty, plan);
        return happened switch
        {
            RunEvent.RunStarted => record with { Event = "runStarted" },
            RunEvent.Connected connected => record with { Event = "connected", Host = connected.Target.Name },
            RunEvent.MachineSetAside aside => record with { Event = "machineSetAside", Host = aside.Target.Name, Message = aside.Reason },
            RunEvent.WaitsForJob waits => record with { Event = "waitsForJob", Host = waits.Target.Name, Message = waits.Title },
            RunEvent.StepStarted started => record with { Event = "stepStarted", Step = started.Step.Id, Host = started.Step.Host },
            RunEvent.StepEnded { Result: var result } => record with
            {
                Event = "stepEnded",
                Step = result.Step.Id,
                Host = result.Step.Host,
                Status = result.Status.ToString(),
                Duration = result.Duration,
                ExitCode = result.ExitCode,
                Message = result.Message,
            },
            RunEvent.RunEnded ended => record with { Event = "runEnded", Status = ended.Outcome.ToString() },
            _ => record with { Event = happened.GetType().Name },
        };
    }
}
