using System.Diagnostics;

namespace KubeHa.Secrets.Tests;

/// <summary>Keeps everything that spans say.</summary>
internal sealed class SpanWatch : IDisposable
{
    private readonly ActivityListener listener;

    public SpanWatch(Haystack seen)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                seen.Add("spans", $"{span.DisplayName} {span.StatusDescription}");
                foreach (var (name, value) in span.TagObjects.Concat(span.Events.SelectMany(happened => happened.Tags)).Concat(span.Baggage.Select(item => new KeyValuePair<string, object?>(item.Key, item.Value))))
                {
                    seen.Add("spans", $"{name}={value}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();
}
