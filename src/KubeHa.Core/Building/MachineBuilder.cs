namespace KubeHa;

/// <summary>Says more of one machine.</summary>
public sealed class MachineBuilder
{
    private readonly MachineDraft _draft;

    internal MachineBuilder(MachineDraft draft) => _draft = draft;

    /// <summary>What this machine runs, where that differs from <see cref="ClusterBuilder.WithPlatform"/>.</summary>
    /// <param name="platform">The platform.</param>
    /// <exception cref="ArgumentNullException"><paramref name="platform"/> is null.</exception>
    public MachineBuilder WithPlatform(Platform platform)
    {
        ArgumentNullException.ThrowIfNull(platform);
        _draft.Platform = platform;

        return this;
    }

    /// <summary>What is known of this machine. Facts add up: one that is <see langword="null"/> leaves what was said before.</summary>
    /// <param name="facts">The facts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="facts"/> is null.</exception>
    public MachineBuilder WithFacts(MachineFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        _draft.Learn(facts);

        return this;
    }
}
