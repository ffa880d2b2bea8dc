using System.Text.Json;

namespace KubeHa.Prober;

/// <summary>Asks who leads: the holders of the controllers' leases. Only changes are written down.</summary>
internal sealed class LeasePoller(ApiAccess access, SteadyClock clock, Journal journal)
{
    private static readonly string[] Leases = ["kube-controller-manager", "kube-scheduler"];

    public async Task RunAsync(double every, CancellationToken cancellationToken)
    {
        using var http = access.Keeping(TimeSpan.FromSeconds(1));
        await Task.Factory.StartNew(
            () =>
            {
                var holders = new Dictionary<string, string>(StringComparer.Ordinal);
                var ticks = new Ticks(clock, every);
                while (ticks.Next(cancellationToken))
                {
                    foreach (var lease in Leases)
                    {
                        var holder = HolderAsync(http, lease).GetAwaiter().GetResult();
                        if (holder is not null && (!holders.TryGetValue(lease, out var known) || known != holder))
                        {
                            holders[lease] = holder;
                            journal.Add("lease", clock.Now, json =>
                            {
                                json.WriteString("name", lease);
                                json.WriteString("holder", holder);
                            });
                        }
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private static async Task<string?> HolderAsync(HttpClient http, string lease)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/{lease}", UriKind.Relative)).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                return null;
            }

            using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
            return document.RootElement.GetProperty("spec").TryGetProperty("holderIdentity", out var holder) ? holder.GetString() : null;
        }
        catch (Exception failed) when (Exchange.Word(failed) is not null || failed is JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
