namespace KubeHa;

/// <summary>How the directors check each apiserver (GET /readyz over TLS). A dead one is out of the pool within interval + retries * retry delay + (retries + 1) * failure time.</summary>
/// <param name="Interval">Time between two checks.</param>
/// <param name="Retries">How many further attempts follow a failed one.</param>
/// <param name="RetryDelay">Time before each of those.</param>
/// <param name="ConnectTimeout">How long a connection, and then the answer, may take.</param>
public sealed record HealthCheckSettings(TimeSpan Interval, int Retries, TimeSpan RetryDelay, TimeSpan ConnectTimeout)
{
    /// <summary>3 s / 2 / 1 s / 3 s: out within 5 s when it refuses, 14 s when the machine is gone, 23 s when it hangs.</summary>
    public static HealthCheckSettings Default { get; } = new(TimeSpan.FromSeconds(3), 2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

    /// <summary>1 s / 1 / 0.5 s / 1 s: 1.5, 3.5 and 5.5 s.</summary>
    public static HealthCheckSettings Fast { get; } = new(TimeSpan.FromSeconds(1), 1, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1));
}
