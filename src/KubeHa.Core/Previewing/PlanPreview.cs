namespace KubeHa;

/// <summary>Judges, step by step, what looks brought.</summary>
internal static class PlanPreview
{
    public static PreviewReport Judge(Plan plan, PreviewLooks looks, RunReport report, BoundTexts texts)
    {
        var all = looks.Read(report);
        var pending = new Dictionary<string, bool>(StringComparer.Ordinal);
        var steps = new List<StepPreview>();
        foreach (var step in plan.Steps)
        {
            var afterChange = step.After.Any(before => pending[before]);
            if (step.Action is StepAction.Milestone)
            {
                pending[step.Id] = afterChange;
                continue;
            }

            var (status, seen) = all[step.Id];
            var preview = status switch
            {
                StepStatus.SetAside => new StepPreview(step, PreviewStatus.SetAside),
                StepStatus.Holds => Judge(step, seen, afterChange, texts),
                _ => new StepPreview(step, PreviewStatus.NotLookedAt),
            };
            pending[step.Id] = afterChange || preview.Status is PreviewStatus.WouldChange or PreviewStatus.DependsOnEarlier;
            steps.Add(preview);
        }

        return new PreviewReport(plan, steps, report.Observations.Unreachable, report.Failure);
    }

    private static StepPreview Judge(PlanStep step, string? seen, bool afterChange, BoundTexts texts)
    {
        if (step.Action is StepAction.Observe)
        {
            return new StepPreview(step, PreviewStatus.Holds);
        }

        if (seen is null)
        {
            return new StepPreview(step, PreviewStatus.NotLookedAt, Message: "The look failed.");
        }

        if (step.Action is StepAction.WriteFile write)
        {
            var (status, difference, message) = new FileDifference(write.File, texts.Value).Judge(seen);
            return new StepPreview(step, status, difference, message);
        }

        var (word, rest) = seen.IndexOf('\n', StringComparison.Ordinal) is var end and > 0 ? (seen[..end], texts.Hide(seen[(end + 1)..])) : (seen, null);
        return word switch
        {
            "holds" => new StepPreview(step, PreviewStatus.Holds),
            "runs" => new StepPreview(step, PreviewStatus.WouldChange, Message: "It has no probe: it runs every time."),
            _ when afterChange => new StepPreview(step, PreviewStatus.DependsOnEarlier),
            "fails" => new StepPreview(step, PreviewStatus.WouldFail, Message: rest),
            _ => new StepPreview(step, PreviewStatus.WouldChange),
        };
    }
}
