using System.Globalization;
using System.Text;

namespace KubeHa.Tests;

/// <summary>A cluster that a rule is asked about: broken, or just not broken.</summary>
/// <param name="Name">What it is, on one line; the approved text is found by it.</param>
/// <param name="Make">Makes it.</param>
internal sealed record Fault(string Name, Func<ClusterBuilder> Make)
{
    /// <summary>One cluster for each value of the same thing.</summary>
    public static IEnumerable<Fault> Each<T>(string what, Func<T, ClusterBuilder> make, params IEnumerable<T> values) =>
        values.Select(value => new Fault($"{what}: {Text(value)}", () => make(value)));

    /// <summary>So many letters, where the length is all that matters.</summary>
    public static string Letters(int count) => new('a', count);

    private static string Text(object? value)
    {
        var text = value is string own ? $"\"{own}\"" : value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

        return text.Length > 100 ? $"{Plain(text[..40])}... of {text.Length - 2} characters" : Plain(text);
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text)
        {
            _ = c is >= ' ' and <= '~' ? plain.Append(c) : plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return plain.ToString();
    }
}
