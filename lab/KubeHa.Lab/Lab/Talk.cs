using System.Diagnostics;
using System.Globalization;

namespace KubeHa.Lab;

/// <summary>Says what is done, with the seconds since the start.</summary>
internal sealed class Talk
{
    private readonly long began = Stopwatch.GetTimestamp();

    public double Seconds => Stopwatch.GetElapsedTime(began).TotalSeconds;

    public void Say(FormattableString text) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seconds,7:0.0} s  {text.ToString(CultureInfo.InvariantCulture)}"));
}
