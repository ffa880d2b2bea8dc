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

    /// <summary>The machine's address of the other family. Where pods have both families (dual stack) every node needs one; elsewhere it goes into certificates only.</summary>
    /// <param name="address">An IPv6 address where the machine's own is an IPv4 one, and the other way round.</param>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is null.</exception>
    public MachineBuilder WithSecondAddress(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        _draft.SecondAddressText = address;

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

    /// <summary>A label that the machine's node gets when it joins. Kubernetes lets a kubelet set few labels of its own kind: roles and zones of kubernetes.io aside, use a prefix of one's own.</summary>
    /// <param name="key">The key, for example <c>example.com/rack</c>.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public MachineBuilder WithLabel(string key, string value = "")
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        _draft.Labels.Add(new NodeLabel(key, value));

        return this;
    }

    /// <summary>A taint that the machine's node gets when it joins, beside those that every control plane has.</summary>
    /// <param name="key">The key, for example <c>example.com/storage</c>.</param>
    /// <param name="value">The value.</param>
    /// <param name="effect">What happens to pods that do not tolerate it.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public MachineBuilder WithTaint(string key, string value = "", TaintEffect effect = TaintEffect.NoSchedule)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        _draft.Taints.Add(new NodeTaint(key, value, effect));

        return this;
    }
}
