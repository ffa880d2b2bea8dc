namespace KubeHa.Templates;

/// <summary>How a drill is done.</summary>
public sealed class DrillOptions
{
    /// <summary>The prober; a drill without one is refused.</summary>
    public DrillProber? Prober { get; init; }

    /// <summary>Says that a disruptive drill is wanted.</summary>
    public DrillConsent? Consent { get; init; }

    /// <summary>Makes the faults that come from outside a machine.</summary>
    public IFaultInjector? Injector { get; init; }

    /// <summary>The client that the prober runs on.</summary>
    /// <value>The default, <see langword="null"/>, takes the cluster's first client.</value>
    public string? Client { get; init; }

    /// <summary>The kubeconfig on the client, by its path there. It is read on that machine by <c>kubectl config view</c> and never leaves it.</summary>
    /// <value>The default is <c>/root/.kube/config</c>.</value>
    public string Kubeconfig { get; init; } = FilePaths.ClientKubeconfig;

    /// <summary>Changes the rendered file set that managed files are compared with when the cluster is verified, as <see cref="ApplyOptions.MapFiles"/> did when they were written.</summary>
    public Func<ConfigSet, ConfigSet>? MapFiles { get; init; }

    /// <summary>How long the cluster may take to verify again after the fault was undone.</summary>
    /// <value>The default is five minutes.</value>
    public TimeSpan VerifyLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told in words of everything that the drill does, when it does it.</summary>
    public Action<string>? OnProgress { get; init; }

    /// <summary>How often what cannot be waited for is asked again; tests make it short.</summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long is measured, in place of what the bounds ask for; tests make it short.</summary>
    internal TimeSpan? Window { get; init; }

    /// <summary>In place of looking at real machines; tests set it.</summary>
    internal Func<CancellationToken, Task<CheckReport>>? Verification { get; init; }
}
