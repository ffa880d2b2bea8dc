namespace KubeHa;

/// <summary>Told what becomes of steps while they are carried out.</summary>
internal interface IStepListener
{
    /// <summary>A step began.</summary>
    /// <param name="step">The step.</param>
    void Started(PlanStep step);

    /// <summary>A step ended.</summary>
    /// <param name="result">How.</param>
    /// <param name="fact">What an Observe step brought.</param>
    void Ended(StepResult result, string? fact);
}
