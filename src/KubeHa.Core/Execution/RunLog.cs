using Microsoft.Extensions.Logging;

namespace KubeHa;

/// <summary>What a run writes to its log: the story of its events.</summary>
internal static partial class RunLog
{
    public static void Write(ILogger logger, RunEvent happened)
    {
        switch (happened)
        {
            case RunEvent.RunStarted started:
                RunStarted(logger, started.Plan, started.Steps);
                break;
            case RunEvent.Connected connected:
                Connected(logger, connected.Target);
                break;
            case RunEvent.MachineSetAside aside:
                MachineSetAside(logger, aside.Target, aside.Reason);
                break;
            case RunEvent.WaitsForJob waits:
                WaitsForJob(logger, waits.Target, waits.Title, waits.AtMost);
                break;
            case RunEvent.StepStarted started:
                StepStarted(logger, started.Step.Host, started.Step.Id);
                break;
            case RunEvent.StepEnded { Result: { Status: StepStatus.Failed or StepStatus.Unknown } result }:
                StepFailed(logger, result.Step.Host, result.Step.Id, result.Status, result.Message);
                break;
            case RunEvent.StepEnded { Result: var result }:
                StepEnded(logger, result.Step.Host, result.Step.Id, result.Status, result.Duration);
                break;
            case RunEvent.RunEnded ended:
                RunEnded(logger, ended.Outcome);
                break;
        }
    }

    [LoggerMessage(8, LogLevel.Warning, "The handler of event {Number} threw {Exception}; the run goes on")]
    public static partial void HandlerThrew(ILogger logger, long number, string exception);

    [LoggerMessage(1, LogLevel.Information, "Run of '{Plan}' started, {Steps} steps")]
    private static partial void RunStarted(ILogger logger, string plan, int steps);

    [LoggerMessage(2, LogLevel.Debug, "Connected to {Target}")]
    private static partial void Connected(ILogger logger, Target target);

    [LoggerMessage(3, LogLevel.Warning, "{Target} is set aside: {Reason}")]
    private static partial void MachineSetAside(ILogger logger, Target target, string reason);

    [LoggerMessage(9, LogLevel.Warning, "{Target}: '{Title}' of an earlier run is still at work; waiting for it, {AtMost} at most")]
    private static partial void WaitsForJob(ILogger logger, Target target, string title, TimeSpan atMost);

    [LoggerMessage(4, LogLevel.Debug, "{Machine}: step {Step} started")]
    private static partial void StepStarted(ILogger logger, string machine, string step);

    [LoggerMessage(5, LogLevel.Information, "{Machine}: step {Step} ended: {Status} after {Duration}")]
    private static partial void StepEnded(ILogger logger, string machine, string step, StepStatus status, TimeSpan duration);

    [LoggerMessage(6, LogLevel.Error, "{Machine}: step {Step} ended: {Status}: {Reason}")]
    private static partial void StepFailed(ILogger logger, string machine, string step, StepStatus status, string? reason);

    [LoggerMessage(7, LogLevel.Information, "Run ended: {Outcome}")]
    private static partial void RunEnded(ILogger logger, RunOutcome outcome);
}
