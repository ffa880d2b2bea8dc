namespace KubeHa.Templates.Tests;

/// <summary>The system's clock, of which a test leaves some out.</summary>
internal sealed class SkippingClock : TimeProvider
{
    private long skipped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref skipped));

    public void SkipTo(DateTimeOffset moment) => Interlocked.Add(ref skipped, Math.Max(0, (moment - GetUtcNow()).Ticks));
}
