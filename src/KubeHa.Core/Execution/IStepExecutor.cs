namespace KubeHa;

/// <summary>Carries out steps that the scheduler found ready: the seam between deciding and doing.</summary>
internal interface IStepExecutor
{
    /// <summary>
    /// Carries out steps of one machine, one after another, until one fails. Never throws: whatever happens is a result. A step that is not
    /// told of did not begin.
    /// </summary>
    /// <param name="steps">The steps; each waits for nothing but those before it.</param>
    /// <param name="machine">Their machine.</param>
    /// <param name="listener">Told of each step, one call at a time.</param>
    /// <param name="halt">Asks nicely: the running step ends, no other begins.</param>
    /// <param name="kill">Ends the running step.</param>
    Task ExecuteAsync(IReadOnlyList<PlanStep> steps, MachineConnection machine, IStepListener listener, CancellationToken halt, CancellationToken kill);
}
