namespace KubeHa;

/// <summary>What is to be done, as plain data: steps on machines, in an order given by what each must wait for. It holds no secret and no delegate.</summary>
public sealed class Plan : IEquatable<Plan>
{
    private Plan(string name, IReadOnlyList<Target> targets, IReadOnlyList<PlanStep> steps, IReadOnlyList<Assumption> assumptions, string? secretsId)
    {
        Name = name;
        Targets = targets;
        Steps = steps;
        Assumptions = assumptions;
        SecretsId = secretsId;
    }

    /// <summary>What the plan is for, one line.</summary>
    public string Name { get; }

    /// <summary>The machines the plan talks to.</summary>
    public IReadOnlyList<Target> Targets { get; }

    /// <summary>The steps, each behind all it waits for.</summary>
    public IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>
    /// What the plan was made from. An <see cref="StepAction.Observe"/> step of the plan that waits for nothing and brings such a fact
    /// is run before any step that changes something, and the run is refused where the fact differs.
    /// </summary>
    public IReadOnlyList<Assumption> Assumptions { get; }

    /// <summary>The <see cref="ClusterSecrets.Id"/> of the secrets that the plan was made for; a run with others is refused.</summary>
    public string? SecretsId { get; }

    /// <summary>Makes a plan.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="targets">The machines.</param>
    /// <param name="steps">The steps in any order; they are put behind what they wait for, otherwise kept in the order given.</param>
    /// <param name="assumptions">What the plan was made from.</param>
    /// <param name="secretsId">Whose secrets it needs.</param>
    /// <exception cref="ArgumentException">A cycle, an id twice, an unknown id or machine, two steps that write one path of a machine, an assumption that no step looks at again, or a step that cannot be carried out as it stands.</exception>
    public static Plan Create(string name, IEnumerable<Target> targets, IEnumerable<PlanStep> steps, IEnumerable<Assumption>? assumptions = null, string? secretsId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(steps);
        Target[] machines = [.. targets];
        PlanStep[] given = [.. steps];
        Assumption[] assumed = [.. assumptions ?? []];
        if (PlanRules.Find(machines, given, assumed) is [var fault, ..])
        {
            throw new ArgumentException(fault.Message);
        }

        return new Plan(name, machines, StepOrder.Sort(given), assumed, secretsId);
    }

    /// <summary>A plan with a step of one's own in it.</summary>
    /// <param name="step">The step; it starts after what its <see cref="PlanStep.After"/> names.</param>
    /// <param name="before">Id of a milestone that then waits for the step too.</param>
    /// <exception cref="ArgumentException"><paramref name="before"/> is no milestone of this plan, or the step does not fit into it (see <see cref="Create"/>).</exception>
    public Plan Add(PlanStep step, string? before = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (before is null)
        {
            return Create(Name, Targets, Steps.Append(step), Assumptions, SecretsId);
        }

        if (!Steps.Any(known => known.Id == before && known.Action is StepAction.Milestone))
        {
            throw new ArgumentException($"The plan has no milestone '{before}'.", nameof(before));
        }

        var steps = Steps.SelectMany(known => known.Id == before ? [step, known with { After = [.. known.After, step.Id] }] : new[] { known });
        return Create(Name, Targets, steps, Assumptions, SecretsId);
    }

    /// <summary>The plan for people to read: every step with its machine, its script or file, and what it waits for.</summary>
    public string ToText() => PlanText.Write(this);

    /// <summary>
    /// The plan as JSON, format <c>kubeha.plan/1</c>: indented, in a stable order, with secrets as names. <see cref="FromJson"/> reads back an equal plan.
    /// Whoever can change such a file decides what is run as root on every machine of it: keep it as you keep code.
    /// </summary>
    public string ToJson() => PlanWriter.Write(this);

    /// <summary>
    /// Reads what <see cref="ToJson"/> wrote. Strict: members that this version does not know are refused, and so is everything that
    /// <see cref="Create"/> refuses. The scripts of the plan are taken as they stand, so a plan must come from somebody whose code would be run too.
    /// </summary>
    /// <param name="json">The document.</param>
    /// <exception cref="InvalidDocumentException">It cannot be used; every problem with its path.</exception>
    public static Plan FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PlanReader.Read(json);
    }

    /// <summary>Whether the other plan is the same in every part: name, machines, assumptions and steps in their order, whose secrets it needs.</summary>
    /// <param name="other">The other plan.</param>
    public bool Equals(Plan? other) => other is not null && Name == other.Name && SecretsId == other.SecretsId
        && Targets.SequenceEqual(other.Targets) && Assumptions.SequenceEqual(other.Assumptions) && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Plan);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, SecretsId, Steps.Count);

    /// <summary>The plan's name and size.</summary>
    public override string ToString() => $"{Name} ({Steps.Count} steps on {Targets.Count} machines)";
}
