namespace KubeHa;

/// <summary>How the directors agree on who owns the virtual address.</summary>
/// <param name="Version">2, or 3 (keepalived 2.0 or newer on every director).</param>
/// <param name="AdvertInterval">Time between two adverts: whole seconds from 1 to 255 in version 2, 0.01 to 40.95 s in steps of 0.01 s in version 3 (RFC 5798).</param>
public sealed record VrrpSettings(int Version, TimeSpan AdvertInterval)
{
    /// <summary>Version 3, every 0.3 s: about 1.1 s without a director. What is used where every director has keepalived 2.0 or newer.</summary>
    public static VrrpSettings Default { get; } = new(3, TimeSpan.FromMilliseconds(300));

    /// <summary>Version 3, every 0.1 s: about 0.4 s without a director; for quiet machines.</summary>
    public static VrrpSettings Fast { get; } = new(3, TimeSpan.FromMilliseconds(100));

    /// <summary>Version 2, every second: about 3.6 s without a director. What is used with older keepalived.</summary>
    public static VrrpSettings Compatible { get; } = new(2, TimeSpan.FromSeconds(1));

    /// <summary>Whether adverts carry a password: version 3 has no authentication (RFC 5798, 9).</summary>
    internal bool HasPassword => Version == 2;

    /// <summary>How long a director waits beyond the missed adverts before it takes the virtual address: the less the higher its priority. Also how long it waits after a master has said that it leaves.</summary>
    /// <param name="priority">Its priority, 1 to 254.</param>
    public TimeSpan SkewTime(int priority) => (Version == 2 ? TimeSpan.FromSeconds(1) : AdvertInterval) * ((256 - priority) / 256.0);

    /// <summary>How long a director hears nothing of the master before it takes the virtual address: three adverts and the skew (RFC 5798, 6.1).</summary>
    /// <param name="priority">Its priority, 1 to 254.</param>
    public TimeSpan MasterDownTime(int priority) => (3 * AdvertInterval) + SkewTime(priority);
}
