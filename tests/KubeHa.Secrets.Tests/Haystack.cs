using System.Collections.Concurrent;

namespace KubeHa.Secrets.Tests;

/// <summary>Everything that a run showed, by where it was to be seen. Equal texts are kept once.</summary>
internal sealed class Haystack
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> places = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => places.ToDictionary(place => place.Key, place => place.Value.Count);

    public void Add(string place, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            places.GetOrAdd(place, _ => new(StringComparer.Ordinal))[text] = true;
        }
    }

    /// <summary>Whether a text was seen in a place, so that one knows that the place is looked at.</summary>
    public bool Has(string place, string text) => places.TryGetValue(place, out var texts) && texts.Keys.Any(seen => seen.Contains(text, StringComparison.Ordinal));

    /// <summary>Place and name of everything that was found, with a little of what stands around it.</summary>
    public IReadOnlyList<string> Find(Needles needles) => [.. places
        .SelectMany(place => place.Value.Keys.AsParallel().SelectMany(text => needles.In(text).Select(name => (Place: place.Key, Name: name, Text: text))).AsSequential())
        .GroupBy(found => (found.Place, found.Name))
        .Select(found => $"{found.Key.Place}: {found.Key.Name}, {found.Count()} times, first in: {Shown(found.First().Text)}")
        .Order(StringComparer.Ordinal)];

    private static string Shown(string text) => text.Length <= 200 ? text : text[..200] + "...";
}
