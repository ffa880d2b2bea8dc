using System.Text.Json;

namespace KubeHa;

/// <summary>A plan as JSON. What has a default is written too, so that a plan means the same to every version that reads it; only what is empty is left out.</summary>
internal static class PlanWriter
{
    public const string Format = "kubeha.plan/1";

    public static string Write(Plan plan) => JsonDocuments.Write(Format, json =>
    {
        json.WriteString("name", plan.Name);
        if (plan.SecretsId is not null)
        {
            json.WriteString("secretsId", plan.SecretsId);
        }

        Objects(json, "targets", plan.Targets, target =>
        {
            json.WriteString("name", target.Name);
            json.WriteString("address", target.Address.ToString());
        });
        Objects(json, "assumptions", plan.Assumptions, assumption =>
        {
            json.WriteString("host", assumption.Host);
            json.WriteString("fact", assumption.Fact);
            json.WriteString("value", assumption.Value);
        });
        Objects(json, "steps", plan.Steps, step => WriteStep(json, step));
    });

    private static void WriteStep(Utf8JsonWriter json, PlanStep step)
    {
        json.WriteString("id", step.Id);
        if (step.Host.Length > 0)
        {
            json.WriteString("host", step.Host);
        }

        json.WriteString("title", step.Title);
        if (step.After.Count > 0)
        {
            json.WriteStartArray("after");
            foreach (var id in step.After)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
        }

        Seconds(json, "timeoutSeconds", step.Timeout);
        if (step.NoOutputTimeout is { } silence)
        {
            Seconds(json, "noOutputTimeoutSeconds", silence);
        }

        json.WriteStartObject("action");
        WriteAction(json, step.Action);
        json.WriteEndObject();
    }

    private static void WriteAction(Utf8JsonWriter json, StepAction action)
    {
        switch (action)
        {
            case StepAction.WriteFile { File: var file }:
                json.WriteString("kind", "writeFile");
                json.WriteString("path", file.Path);
                json.WriteString("mode", Convert.ToString((int)file.Mode, 8).PadLeft(4, '0'));
                json.WriteString("owner", file.Owner);
                json.WriteString("placement", file.Placement == FilePlacement.Block ? "block" : "whole");
                json.WriteBoolean("keepExisting", file.KeepExisting);
                WriteContent(json, "content", file.Content);
                break;
            case StepAction.RunScript run:
                json.WriteString("kind", "runScript");
                Script(json, "onlyIf", run.OnlyIf);
                Script(json, "unless", run.Unless);
                Script(json, "script", run.Script);
                if (run.StandardInput is not null)
                {
                    WriteContent(json, "standardInput", run.StandardInput);
                }

                break;
            case StepAction.WaitUntil wait:
                json.WriteString("kind", "waitUntil");
                Script(json, "probe", wait.Probe);
                Seconds(json, "intervalSeconds", wait.Interval);
                Seconds(json, "deadlineSeconds", wait.Deadline);
                break;
            case StepAction.Check check:
                json.WriteString("kind", "check");
                Script(json, "probe", check.Probe);
                json.WriteString("message", check.Message);
                break;
            case StepAction.Observe observe:
                json.WriteString("kind", "observe");
                json.WriteString("fact", observe.Fact);
                Script(json, "probe", observe.Probe);
                break;
            case StepAction.Milestone:
                json.WriteString("kind", "milestone");
                break;
            default:
                throw new InvalidOperationException($"No JSON for {action.GetType().Name}.");
        }
    }

    /// <summary>A text without holes is a text; one with holes is a list of texts and names.</summary>
    private static void WriteContent(Utf8JsonWriter json, string name, Content content)
    {
        if (content.Parts is [] or [ContentPart.Literal])
        {
            json.WriteString(name, content.ToString());
            return;
        }

        json.WriteStartArray(name);
        foreach (var part in content.Parts)
        {
            switch (part)
            {
                case ContentPart.Literal literal:
                    json.WriteStringValue(literal.Text);
                    break;
                case ContentPart.Secret secret:
                    Named(json, "secret", secret.Name);
                    break;
                case ContentPart.PublicValue value:
                    Named(json, "public", value.Name);
                    break;
            }
        }

        json.WriteEndArray();
    }

    private static void Named(Utf8JsonWriter json, string kind, string name)
    {
        json.WriteStartObject();
        json.WriteString(kind, name);
        json.WriteEndObject();
    }

    private static void Script(Utf8JsonWriter json, string name, ShellScript? script)
    {
        if (script is not null)
        {
            json.WriteString(name, script.Text);
        }
    }

    private static void Seconds(Utf8JsonWriter json, string name, TimeSpan time) => json.WriteNumber(name, (decimal)time.Ticks / TimeSpan.TicksPerSecond);

    private static void Objects<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
