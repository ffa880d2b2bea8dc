namespace KubeHa;

/// <summary>How the directors check each apiserver. A dead one is out of the pool within interval + retries * retry delay + (retries + 1) * failure time.</summary>
/// <param name="Interval">Time between two checks.</param>
/// <param name="Retries">How many further attempts follow a failed one.</param>
/// <param name="RetryDelay">Time before each of those.</param>
/// <param name="ConnectTimeout">How long a connection, and then the answer, may take.</param>
/// <remarks>keepalived below 2.0 knows whole seconds only.</remarks>
public sealed record HealthCheckSettings(TimeSpan Interval, int Retries, TimeSpan RetryDelay, TimeSpan ConnectTimeout)
{
    /// <summary>3 s / 2 / 1 s / 3 s: out within 5 s when it refuses, 14 s when the machine is gone, 23 s when it hangs.</summary>
    public static HealthCheckSettings Default { get; } = new(TimeSpan.FromSeconds(3), 2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

    /// <summary>1 s / 1 / 0.5 s / 1 s: 1.5, 3.5 and 5.5 s.</summary>
    public static HealthCheckSettings Fast { get; } = new(TimeSpan.FromSeconds(1), 1, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1));

    /// <summary>What is asked.</summary>
    /// <value>The default is <see cref="HealthCheckKind.Ready"/>.</value>
    public HealthCheckKind Kind { get; init; }

    /// <summary>Within what time a server whose check fails is out of the pool.</summary>
    /// <param name="failure">How long one failing check takes.</param>
    public TimeSpan OutWithin(TimeSpan failure) => Interval + (Retries * RetryDelay) + ((Retries + 1) * failure);

    /// <summary>Within what time a server that refuses connections is out of the pool.</summary>
    public TimeSpan OutWhenRefusing => OutWithin(TimeSpan.Zero);

    /// <summary>Within what time a server whose machine is gone is out of the pool.</summary>
    public TimeSpan OutWhenGone => OutWithin(ConnectTimeout);

    /// <summary>
    /// Within what time a server that takes connections and answers nothing is out of the pool: connection and answer have a timeout each. <see langword="null"/> where only
    /// a connection is asked for: never.
    /// </summary>
    public TimeSpan? OutWhenHanging => Kind == HealthCheckKind.Connect ? null : OutWithin(2 * ConnectTimeout);
}
