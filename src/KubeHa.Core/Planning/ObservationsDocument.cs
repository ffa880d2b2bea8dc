namespace KubeHa;

/// <summary>What machines said, as JSON: facts by machine, both in ordinal order.</summary>
internal static class ObservationsDocument
{
    public const string Format = "kubeha.observations/1";

    public static string Write(Observations observations) => JsonDocuments.Write(Format, json =>
    {
        json.WriteStartObject("facts");
        foreach (var machine in observations.Facts.GroupBy(fact => fact.Key.Host, StringComparer.Ordinal))
        {
            json.WriteStartObject(machine.Key);
            foreach (var (key, value) in machine)
            {
                json.WriteString(key.Fact, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("unreachable");
        foreach (var (machine, reason) in observations.Unreachable.OrderBy(machine => machine.Key, StringComparer.Ordinal))
        {
            json.WriteString(machine, reason);
        }

        json.WriteEndObject();
    });

    public static Observations Read(string json) => JsonDocuments.Read<Observations>(Format, json, (document, problems) =>
    {
        var facts = new Dictionary<(string Host, string Fact), string>();
        foreach (var (machine, place) in document.Required("facts")?.Members()?.All ?? [])
        {
            foreach (var (fact, value) in place.Members()?.All ?? [])
            {
                facts[(machine, fact)] = value.Text() ?? string.Empty;
            }
        }

        var unreachable = new Dictionary<string, string>();
        foreach (var (machine, reason) in document.Required("unreachable")?.Members()?.All ?? [])
        {
            unreachable[machine] = reason.Text() ?? string.Empty;
        }

        document.End();
        return problems.Count > 0 ? null : new Observations(facts, unreachable);
    });
}
