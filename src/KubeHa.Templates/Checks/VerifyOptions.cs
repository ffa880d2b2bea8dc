namespace KubeHa.Templates;

/// <summary>How a cluster is verified.</summary>
public sealed class VerifyOptions
{
    /// <summary>The image of the workload check where none is named: <c>docker.io/library/busybox:1.36</c>.</summary>
    public const string DefaultWorkloadImage = "docker.io/library/busybox:1.36";

    /// <summary>The image of the workload check; it needs sh, wget and httpd as busybox has them.</summary>
    /// <value>The default is <see cref="DefaultWorkloadImage"/>.</value>
    public string WorkloadImage { get; init; } = DefaultWorkloadImage;

    /// <summary>Whether the workload check is done at all: pods on every node, each reaching each, logs and exec. It makes a namespace and removes it afterwards.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Workload { get; init; } = true;

    /// <summary>Changes the rendered file set that managed files are compared with, as <see cref="ApplyOptions.MapFiles"/> did when they were written.</summary>
    public Func<ConfigSet, ConfigSet>? MapFiles { get; init; }

    /// <summary>Told of everything that happens while looking, in order.</summary>
    public Action<RunEvent>? OnEvent { get; init; }

    /// <summary>Ends what runs on the machines at once; the token of the call lets running looks end. What the workload check made is removed all the same.</summary>
    public CancellationToken KillToken { get; init; }
}
