using System.Net;

namespace KubeHa.Tests.Engine;

/// <summary>Short words for plans and runs over a <see cref="RecordingTransport"/>.</summary>
internal static class Runs
{
    public static Target Machine(string name) => new(name, IPAddress.Parse($"10.0.0.{name[^1] - '0'}"));

    public static PlanStep Look(string id, params string[] after) => Step(id, new StepAction.Observe(id, ShellScript.Sh($"look {id}")), after);

    public static PlanStep Run(string id, params string[] after) => Step(id, new StepAction.RunScript(ShellScript.Sh($"run {id}"), Unless: ShellScript.Sh($"done {id}")), after);

    public static PlanStep RunBlind(string id, params string[] after) => Step(id, new StepAction.RunScript(ShellScript.Sh($"run {id}")), after);

    public static PlanStep Milestone(string id, params string[] after) => new(id, "", $"Reach {id}", new StepAction.Milestone()) { After = after };

    public static PlanStep Step(string id, StepAction action, params string[] after) => new(id, id.Split('/')[0], $"Do {id}", action) { After = after };

    public static Plan PlanOf(params PlanStep[] steps) =>
        Plan.Create("test", steps.Select(step => step.Host).Where(host => host.Length > 0).Distinct().Order(StringComparer.Ordinal).Select(Machine), steps);

    public static PlanRunner Runner(ITransport transport, Microsoft.Extensions.Logging.ILogger<PlanRunner>? logger = null) => new(transport, logger)
    {
        ConnectPauses = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)],
        AllowTestSecrets = true,
        CancelGrace = TimeSpan.FromMilliseconds(200),
    };

    public static string[] Statuses(this RunReport report) => [.. report.Steps.Select(result => $"{result.Step.Id} {result.Status}")];

    public static bool Starts(this RecordedCommand command, string id) => command.Command.Contains($"run {id}", StringComparison.Ordinal);
}
