using System.Globalization;

namespace KubeHa.Templates;

/// <summary>When Linux sends an unanswered SYN again: 1, 3, 7 s and so on; since 6.5 the first four times a second apart (tcp_syn_linear_timeouts).</summary>
internal static class SynSchedule
{
    private static readonly IReadOnlyList<double> Exponential = [1, 3, 7, 15, 31, 63];

    private static readonly IReadOnlyList<double> Linear = [1, 2, 3, 4, 5, 7, 11, 19, 35, 67];

    /// <param name="kernel">What uname -r prints.</param>
    public static IReadOnlyList<double> Of(string kernel)
    {
        var parts = kernel.Split('.', '-', '+');
        return parts.Length >= 2 && Number(parts[0]) is { } major && Number(parts[1]) is { } minor && (major > 6 || (major == 6 && minor >= 5)) ? Linear : Exponential;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
