using System.Globalization;
using System.Text;

namespace KubeHa;

/// <summary>A plan for people to read.</summary>
internal static class PlanText
{
    public static string Write(Plan plan)
    {
        var text = new StringBuilder();
        text.Append(plan.Name).Append('\n');
        text.Append("Machines: ").AppendJoin(", ", plan.Targets).Append('\n');
        foreach (var assumption in plan.Assumptions)
        {
            var value = assumption.Value is null ? " is absent" : $" = {assumption.Value.Replace("\n", "\n  | ", StringComparison.Ordinal)}";
            text.Append("Assumes: ").Append(assumption.Host).Append(' ').Append(assumption.Fact).Append(value).Append('\n');
        }

        for (var i = 0; i < plan.Steps.Count; i++)
        {
            WriteStep(text, i + 1, plan.Steps[i]);
        }

        return text.ToString();
    }

    private static void WriteStep(StringBuilder text, int number, PlanStep step)
    {
        text.Append('\n').Append(number.ToString(CultureInfo.InvariantCulture)).Append(". ").Append(step.Title);
        text.Append(step.Host.Length > 0 ? $" [{step.Host}]" : " [milestone]").Append('\n');
        Line(text, "id", step.Id);
        if (step.After.Count > 0)
        {
            Line(text, "after", string.Join(", ", step.After));
        }

        switch (step.Action)
        {
            case StepAction.WriteFile { File: var file }:
                var how = (file.Placement == FilePlacement.Block ? ", our block only" : "") + (file.KeepExisting ? ", content kept where it exists" : "");
                Line(text, "file", $"{file.Path} {Octal(file.Mode)} {file.Owner}{how}");
                Block(text, "content", file.Content.ToString());
                break;
            case StepAction.RunScript run:
                Block(text, "only if", run.OnlyIf?.Text);
                Block(text, "unless", run.Unless?.Text);
                Block(text, "run", run.Script.Text);
                Block(text, "standard input", run.StandardInput?.ToString());
                break;
            case StepAction.WaitUntil wait:
                Block(text, string.Create(CultureInfo.InvariantCulture, $"wait up to {wait.Deadline.TotalSeconds:0.#} s, looking every {wait.Interval.TotalSeconds:0.#} s, until"), wait.Probe.Text);
                break;
            case StepAction.Check check:
                Block(text, "check", check.Probe.Text);
                Line(text, "otherwise", check.Message);
                break;
            case StepAction.Observe observe:
                Block(text, $"observe {observe.Fact}", observe.Probe.Text);
                break;
        }
    }

    private static void Line(StringBuilder text, string name, string value) => text.Append("   ").Append(name).Append(": ").Append(value).Append('\n');

    private static void Block(StringBuilder text, string name, string? block)
    {
        if (block is null)
        {
            return;
        }

        text.Append("   ").Append(name).Append(":\n");
        foreach (var line in (block.EndsWith('\n') ? block[..^1] : block).Split('\n'))
        {
            text.Append("     | ").Append(line).Append('\n');
        }
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
