namespace KubeHa.Templates;

/// <summary>A moment in a chart: a line with a label.</summary>
/// <param name="At">When, on the chart's axis.</param>
/// <param name="Label">What.</param>
internal sealed record ChartMark(TimeSpan At, string Label);
