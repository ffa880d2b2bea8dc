using System.Globalization;
using KubeHa.Templates;

namespace KubeHa.Simulation;

/// <summary>A step of the unbroken installation with the world as it was right before it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Before">The world before it.</param>
/// <param name="Points">The programs that ran in it.</param>
/// <param name="Execs">How many commands the machine was given.</param>
public sealed record RehearsedStep(PlanStep Step, TreeState Before, IReadOnlyList<ProgramPoint> Points, int Execs)
{
    /// <summary>Whether a command is the step's own. Where a step may change something, the first one takes the machine's lock and the last one gives it back.</summary>
    public bool IsOwn(int exec) => Execs < 3 || (exec > 1 && exec < Execs);
}

/// <summary>
/// The unbroken installation of bare machines, one step after the other, with the state of all machines before each: what every case starts from,
/// and the end that every case must come to.
/// </summary>
public sealed class Rehearsal
{
    private const string JoinToken = "abcdef.0123456789abcdef";

    private Rehearsal(IReadOnlyList<RehearsedStep> steps, ClusterSecrets secrets, NormalState end, TreeState endTree)
    {
        Steps = steps;
        Secrets = secrets;
        End = end;
        EndTree = endTree;
    }

    public IReadOnlyList<RehearsedStep> Steps { get; }

    /// <summary>The keys of the unbroken installation.</summary>
    public ClusterSecrets Secrets { get; }

    public NormalState End { get; }

    public TreeState EndTree { get; }

    /// <summary>Carries it out. The world must be bare.</summary>
    /// <exception cref="InvalidOperationException">A step failed, or applying the cluster again changed something.</exception>
    public static async Task<Rehearsal> RunAsync(World world, SimulationTransport transport, JumpingClock clock)
    {
        var runner = new PlanRunner(transport, timeProvider: clock);
        var look = await runner.RunAsync(world.Cluster.PlanObservation());
        look.ThrowIfFailed();
        var known = world.Cluster.WithDiscoveredFacts(look.Observations);
        var secrets = ClusterSecrets.Generate();
        var plan = known.PlanConvergence(known.Render(), look.Observations);
        var steps = new List<RehearsedStep>();
        TreeState? last = null;
        foreach (var step in plan.Steps.Where(step => step.Action is not StepAction.Milestone))
        {
            var before = last = TreeState.Capture(world, last);
            transport.Arm(step.Host);
            var report = await runner.RunAsync(Alone(plan, step), OptionsOf(secrets));
            var points = transport.Points(step.Host);
            var execs = transport.ExecsOf(step.Host);
            transport.Disarm();
            report.ThrowIfFailed();
            steps.Add(new RehearsedStep(step, before, points, execs));
        }

        var again = await ApplyAsync(world.Cluster, transport, clock);
        if (again.Outcome != RunOutcome.NoChange)
        {
            throw new InvalidOperationException($"Applying the installed cluster again gave {again.Outcome}: {again.Failure}\n{string.Join('\n', again.Steps.Where(result => result.Status != StepStatus.Holds).Select(result => $"{result.Status} {result.Step.Id} {result.Message}"))}");
        }

        var end = TreeState.Capture(world, last);
        return new Rehearsal(steps, secrets, NormalState.Of(world, end), end);
    }

    /// <summary>What an operator does who knows nothing of what happened: a new runner, and an empty folder.</summary>
    public static async Task<RunReport> ApplyAsync(Cluster cluster, ITransport transport, TimeProvider clock, Func<Plan, Plan>? extend = null, Func<ConfigSet, ConfigSet>? map = null, ClusterSecrets? kept = null)
    {
        var folder = Directory.CreateTempSubdirectory("kubeha-sim-folder-");
        try
        {
            var its = new ClusterFolder(folder.FullName);
            if (kept is not null)
            {
                await its.SaveSecretsAsync(kept);
            }

            return await cluster.ApplyAsync(new PlanRunner(transport, timeProvider: clock), new ApplyOptions { Folder = its, ExtendPlan = extend, MapFiles = map });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A plan of one step of a plan: what it waits for has been done.</summary>
    public static Plan Alone(Plan plan, PlanStep step) => Plan.Create(plan.Name, plan.Targets.Where(target => target.Name == step.Host), [step with { After = [] }]);

    /// <summary>The run's secrets as the installation had them.</summary>
    public static RunOptions OptionsOf(ClusterSecrets secrets) => new()
    {
        Secrets = secrets,
        RunSecrets = name => name switch
        {
            SecretNames.RunJoinToken => new Secret(JoinToken),
            "run/join-token-id" => new Secret(JoinToken.Split('.')[0]),
            "run/join-token-secret" => new Secret(JoinToken.Split('.')[1]),
            _ => null,
        },
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Steps.Count} steps, {Steps.Sum(step => step.Points.Count)} programs in them");
}
