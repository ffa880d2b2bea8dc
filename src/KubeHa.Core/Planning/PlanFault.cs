namespace KubeHa;

/// <summary>A reason for which a plan cannot be carried out.</summary>
/// <param name="Place">Which part of the plan, as in its JSON: <c>steps[3]</c>.</param>
/// <param name="Message">What is wrong with it, in words that need no place.</param>
internal sealed record PlanFault(string Place, string Message);
