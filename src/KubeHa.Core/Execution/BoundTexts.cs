using System.Collections.Concurrent;

namespace KubeHa;

/// <summary>Puts values into the contents of a run, and takes them out of what machines say.</summary>
internal sealed class BoundTexts
{
    private const string RunPrefix = "run/";
    private readonly ConcurrentDictionary<string, Secret?> runSecrets = new(StringComparer.Ordinal);
    private readonly TextMask mask = new();
    private readonly RunOptions options;

    public BoundTexts(RunOptions options)
    {
        this.options = options;

        // All of them, not only those that the plan names: they stand in files of machines, and a probe may print any of those.
        foreach (var name in options.Secrets?.SecretKeys ?? [])
        {
            Find(name);
        }
    }

    /// <summary>One sentence for each value that a step names and the run does not have.</summary>
    public IEnumerable<string> Missing(PlanStep step)
    {
        foreach (var part in ContentOf(step.Action)?.Parts.Distinct() ?? [])
        {
            var missing = part switch
            {
                ContentPart.Secret secret => Find(secret.Name) is null,
                ContentPart.PublicValue value => options.Secrets is null || !options.Secrets.TryGetPublic(value.Name, out _),
                _ => false,
            };
            if (missing)
            {
                yield return $"{step.Host}: step '{step.Id}' needs {part}";
            }
        }
    }

    /// <summary>The text of a content. The names were checked before (<see cref="Missing"/>).</summary>
    public string Bind(Content content) => content.Bind(
        name => Find(name)?.Reveal() ?? throw new InvalidOperationException($"No secret '{name}'."),
        name => options.Secrets is not null && options.Secrets.TryGetPublic(name, out var value) ? value : throw new InvalidOperationException($"No public value '{name}'."));

    /// <summary>The text of one part; <see langword="null"/> where it is not known.</summary>
    public string? Value(ContentPart part) => part switch
    {
        ContentPart.Literal literal => literal.Text,
        ContentPart.Secret secret => Find(secret.Name)?.Reveal(),
        ContentPart.PublicValue value => options.Secrets is not null && options.Secrets.TryGetPublic(value.Name, out var text) ? text : null,
        _ => null,
    };

    /// <summary>
    /// Text of a machine without the secrets of this run. A second net: secrets travel on standard input, but a tool may still print what it read.
    /// </summary>
    public string Hide(string text) => mask.Hide(text);

    private static Content? ContentOf(StepAction action) => action switch
    {
        StepAction.WriteFile write => write.File.Content,
        StepAction.RunScript run => run.StandardInput,
        _ => null,
    };

    private Secret? Find(string name)
    {
        var secret = name.StartsWith(RunPrefix, StringComparison.Ordinal)
            ? runSecrets.GetOrAdd(name, key => options.RunSecrets?.Invoke(key))
            : options.Secrets is not null && options.Secrets.TryGet(name, out var kept) ? kept : null;
        if (secret is not null)
        {
            mask.Add(secret);
        }

        return secret;
    }
}
