using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KubeHa.Prober;

/// <summary>An object of our own in the cluster: a writer adds a number to it on the clock, a watch hears of it, and in the end every acknowledged number must be there.</summary>
internal sealed class ProbedObject : IAsyncDisposable
{
    private const string Objects = "/api/v1/namespaces/default/configmaps";

    private const string Label = "kubeha.io/prober";

    /// <summary>After how long without a word the watch is asked for anew; the writer changes far more often.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private readonly SteadyClock clock;
    private readonly Journal journal;
    private readonly HttpClient http;
    private readonly HttpClient watching;
    private readonly List<int> acknowledged = [];
    private string? known;

    public ProbedObject(ApiAccess access, SteadyClock clock, Journal journal)
    {
        this.clock = clock;
        this.journal = journal;
        http = access.Keeping(TimeSpan.FromSeconds(10));
        watching = access.Keeping(Timeout.InfiniteTimeSpan);
    }

    public string Name { get; } = "kubeha-prober-" + Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..6]);

    /// <summary>Makes the object, and removes those that killed probers left more than an hour ago.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        using var text = Json($$$$"""{"metadata":{"name":"{{{{Name}}}}","labels":{"{{{{Label}}}}":"yes"}}}""");
        using var made = await http.PostAsync(new Uri(Objects, UriKind.Relative), text, cancellationToken).ConfigureAwait(false);
        if (!made.IsSuccessStatusCode)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"a ConfigMap in namespace default cannot be made: http-{(int)made.StatusCode}"));
        }

        using var list = await GetAsync($"{Objects}?labelSelector={Uri.EscapeDataString(Label)}", cancellationToken).ConfigureAwait(false);
        foreach (var item in list?.RootElement.GetProperty("items").EnumerateArray() ?? [])
        {
            var metadata = item.GetProperty("metadata");
            if (metadata.GetProperty("creationTimestamp").GetDateTimeOffset() < DateTimeOffset.UtcNow.AddHours(-1))
            {
                using var _ = await http.DeleteAsync(new Uri($"{Objects}/{metadata.GetProperty("name").GetString()}", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Adds a number on every tick, one after another, each with a limit. What is not answered in time counts as not acknowledged, whether it was done or not.</summary>
    public Task WriteAsync(double every, double limit, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            var ticks = new Ticks(clock, every);
            for (var number = 1; ticks.Next(cancellationToken); number++)
            {
                WriteOneAsync(number, limit).GetAwaiter().GetResult();
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Hears of every change; asks anew when the watch breaks off or says nothing for long. What is silent until the end is closed there.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WatchOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failed) when (Exchange.Word(failed) is not null || failed is JsonException)
            {
                await Pause(cancellationToken).ConfigureAwait(false);
            }
        }

        journal.Add("watch", clock.Now);
    }

    /// <summary>Reads everything back, as soon as the cluster lets it.</summary>
    public async Task ReadBackAsync()
    {
        for (var left = 60; left > 0; left--)
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                using var found = await GetAsync($"{Objects}/{Name}", limit.Token).ConfigureAwait(false);
                if (found is not null)
                {
                    var there = found.RootElement.TryGetProperty("data", out var data) ? data.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal) : [];
                    var lost = acknowledged.Where(number => !there.Contains(Key(number))).ToList();
                    journal.Add("read-back", clock.Now, json =>
                    {
                        json.WriteNumber("acknowledged", acknowledged.Count);
                        json.WriteStartArray("lost");
                        lost.ForEach(json.WriteNumberValue);
                        json.WriteEndArray();
                    });
                    return;
                }
            }
            catch (Exception failed) when (Exchange.Word(failed) is not null)
            {
                // The cluster may still be on its way back.
            }

            await Task.Delay(1000).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var left = 10; left > 0; left--)
        {
            try
            {
                using var gone = await http.DeleteAsync(new Uri($"{Objects}/{Name}", UriKind.Relative)).ConfigureAwait(false);
                if (gone.IsSuccessStatusCode || gone.StatusCode == System.Net.HttpStatusCode.NotFound)
                {
                    break;
                }
            }
            catch (Exception failed) when (Exchange.Word(failed) is not null)
            {
                // Tried again; what stays is removed by a later prober.
            }

            await Task.Delay(1000).ConfigureAwait(false);
        }

        http.Dispose();
        watching.Dispose();
    }

    private async Task WriteOneAsync(int number, double limit)
    {
        var at = clock.Now;
        string? error = null;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(limit));
            using var change = Json($$$"""{"data":{"{{{Key(number)}}}":""}}""", "application/merge-patch+json");
            using var answer = await http.PatchAsync(new Uri($"{Objects}/{Name}", UriKind.Relative), change, patience.Token).ConfigureAwait(false);
            error = answer.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"http-{(int)answer.StatusCode}");
        }
        catch (Exception failed) when (Exchange.Word(failed) is { } word)
        {
            error = word;
        }

        if (error is null)
        {
            acknowledged.Add(number);
        }

        var took = clock.Now - at;
        journal.Add("write", at, json =>
        {
            json.WriteNumber("number", number);
            json.WriteNumber("ms", Math.Round(took, 3));
            if (error is not null)
            {
                json.WriteString("error", error);
            }
        });
    }

    private async Task WatchOnceAsync(CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        using var now = await GetAsync($"{Objects}/{Name}", silence.Token).ConfigureAwait(false);
        if (now is null)
        {
            await Pause(cancellationToken).ConfigureAwait(false);
            return;
        }

        var version = Heard(now.RootElement);
        var address = new Uri($"{Objects}?watch=1&fieldSelector=metadata.name%3D{Name}&resourceVersion={version}", UriKind.Relative);
        using var answer = await watching.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false));
        silence.CancelAfter(Silence);
        while (await lines.ReadLineAsync(silence.Token).ConfigureAwait(false) is { } line && line.StartsWith("{\"type\":\"MODIFIED\"", StringComparison.Ordinal))
        {
            var at = clock.Now;
            using var change = JsonDocument.Parse(line);
            Heard(change.RootElement.GetProperty("object"), at);
            silence.CancelAfter(Silence);
        }
    }

    /// <summary>Writes down that a change was heard of; the object as it was known already is no news.</summary>
    /// <returns>The version that it has.</returns>
    private string Heard(JsonElement found, double? at = null)
    {
        var version = found.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
        if (version != known)
        {
            known = version;
            journal.Add("watch", at ?? clock.Now);
        }

        return version;
    }

    private async Task<JsonDocument?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)) : null;
    }

    private static async Task Pause(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private static string Key(int number) => number.ToString("000000", CultureInfo.InvariantCulture);

    private static StringContent Json(string text, string type = "application/json") => new(text, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue(type));
}
