using System.Globalization;

namespace KubeHa.Templates;

/// <summary>One figure of a drill, beside what the model's settings allow.</summary>
/// <param name="Name">Its name, one of <see cref="DrillFigures"/>; at a rejoin with the suffix <c>-at-rejoin</c>.</param>
/// <param name="Unit"><c>s</c> for seconds, or empty for a count.</param>
/// <param name="Measured">What was measured; <see langword="null"/> where it was not seen.</param>
/// <param name="Bound">The most that is allowed; <see langword="null"/> where the figure is only told.</param>
/// <param name="Formula">How the bound was computed, with the settings put in; or what the figure means where there is no bound.</param>
/// <param name="Holds">Whether the figure was seen and is within its bound; always true where there is no bound.</param>
public sealed record DrillMeasurement(string Name, string Unit, double? Measured, double? Bound, string Formula, bool Holds)
{
    /// <summary>A figure that must not be above its bound, and must have been seen.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="bound">The most that is allowed.</param>
    /// <param name="formula">How the bound was computed.</param>
    public static DrillMeasurement Bounded(string name, string unit, double? measured, double bound, string formula) =>
        new(name, unit, measured, bound, formula, measured is { } seen && seen <= bound);

    /// <summary>A figure that is only told.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="meaning">What it means.</param>
    public static DrillMeasurement Told(string name, string unit, double? measured, string meaning) => new(name, unit, measured, null, meaning, true);

    /// <summary>One line: <c>outage 1.12 s, at most 1.54 s = 3 x 0.3 s + ...</c>.</summary>
    public override string ToString() =>
        $"{Name} {Text(Measured)}{(Bound is null ? $" ({Formula})" : $", {(Holds ? "within" : "NOT within")} {Text(Bound)} = {Formula}")}";

    private string Text(double? value) => value is null ? "not seen" : value.Value.ToString("0.###", CultureInfo.InvariantCulture) + (Unit.Length > 0 ? " " + Unit : string.Empty);
}
