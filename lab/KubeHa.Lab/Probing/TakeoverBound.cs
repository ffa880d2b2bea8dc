using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeHa.Lab;

/// <summary>How long VRRP version 3 may take until the survivor owns the VIP, with the settings in use; the rule is the library's.</summary>
/// <param name="AdvertSeconds">The interval of the adverts.</param>
/// <param name="Priority">The survivor's, 1 to 254.</param>
internal sealed partial record TakeoverBound(double AdvertSeconds, int Priority)
{
    /// <summary>What the proof allows on top, for the kill itself, ARP and the beat of the attempts.</summary>
    public const double Allowance = 0.5;

    public double TakeoverSeconds => new VrrpSettings(3, TimeSpan.FromSeconds(AdvertSeconds)).MasterDownTime(Priority).TotalSeconds;

    public double Seconds => TakeoverSeconds + Allowance;

    /// <summary>The settings in use, from the survivor's own keepalived.conf.</summary>
    /// <exception cref="LabException">They are not in it.</exception>
    public static TakeoverBound FromConfiguration(string text)
    {
        if (!VersionThree().IsMatch(text))
        {
            throw new LabException("keepalived.conf does not say vrrp_version 3, for which the bound is made");
        }

        return new TakeoverBound(
            double.Parse(Value(Advert(), text), CultureInfo.InvariantCulture),
            int.Parse(Value(PriorityLine(), text), CultureInfo.InvariantCulture));
    }

    private static string Value(Regex line, string text) => line.Matches(text) is [var match]
        ? match.Groups[1].Value
        : throw new LabException($"keepalived.conf has not exactly one line like {line}");

    [GeneratedRegex(@"^\s*vrrp_version\s+3\s*$", RegexOptions.Multiline)]
    private static partial Regex VersionThree();

    [GeneratedRegex(@"^\s*advert_int\s+([0-9.]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Advert();

    [GeneratedRegex(@"^\s*priority\s+([0-9]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex PriorityLine();
}
