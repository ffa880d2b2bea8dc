using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace KubeHa.Tests;

/// <summary>
/// The cases of a test of random texts: a sample that is the same each time, so that what was green is green again, or as many new ones as the proof hostile-text asks for, to
/// which it tells what became of them.
/// </summary>
internal static class Cases
{
    /// <summary>How many, as the proof gives it.</summary>
    private const string Count = "KUBEHA_CASES";

    /// <summary>The folder in which a test tells what became of its cases.</summary>
    private const string Folder = "KUBEHA_CASES_SEEN";

    private const ulong Seed = 20261129;

    /// <summary>Tries each case.</summary>
    /// <param name="cases">Where they come from.</param>
    /// <param name="sample">How many of them the sample has.</param>
    /// <param name="holds">False, or an exception, where something is wrong.</param>
    /// <exception cref="InvalidOperationException">Something is, and with which case.</exception>
    public static void Sample<T>(this Gen<T> cases, int sample, Func<T, bool> holds)
    {
        if (Environment.GetEnvironmentVariable(Count) is { } count)
        {
            cases.Sample(holds, iter: int.Parse(count, CultureInfo.InvariantCulture));
            return;
        }

        var random = new PCG(1, Seed);
        Parallel.ForEach(Enumerable.Range(0, sample).Select(_ => cases.Generate(random, null, out var _)).ToList(), tried =>
        {
            if (!holds(tried))
            {
                throw new InvalidOperationException($"It does not hold for {tried}");
            }
        });
    }

    public static void Tell(string test, IReadOnlyDictionary<string, int> counts)
    {
        if (Environment.GetEnvironmentVariable(Folder) is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, test + ".json"), JsonSerializer.Serialize(counts));
        }
    }
}
