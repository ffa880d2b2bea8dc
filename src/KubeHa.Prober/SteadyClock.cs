using System.Diagnostics;

namespace KubeHa.Prober;

/// <summary>One clock for all lines: steady, and told as the machine's time at the start. A clock that is set meanwhile moves nothing.</summary>
internal sealed class SteadyClock
{
    private readonly double origin = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;
    private readonly long began = Stopwatch.GetTimestamp();

    /// <value>Milliseconds since 1970.</value>
    public double Now => origin + Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}
