using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Files that kubeadm or the control plane's components read beside kubeadm's documents: patches, the audit policy.</summary>
internal static class KubeadmInputs
{
    public static IEnumerable<ConfigFile> For(ControlPlane machine, Cluster cluster)
    {
        if (cluster.Kubeadm.Audit is { } audit)
        {
            yield return TextFile.OfDocument(machine, FilePaths.AuditPolicy, audit.Policy);
        }

        foreach (var (patch, index) in cluster.Kubeadm.Patches.Select((patch, index) => (patch, index)))
        {
            yield return TextFile.OfDocument(machine, $"{FilePaths.Patches}/{NameOf(patch, index)}", patch.Text);
        }
    }

    /// <summary>What the apiserver is told to log, in front of what the user adds.</summary>
    public static ComponentConfiguration ApiServer(Cluster cluster)
    {
        var settings = cluster.Kubeadm.ApiServer;
        return cluster.Kubeadm.Audit is { } audit
            ? new([.. Arguments(audit), .. settings.ExtraArguments], [.. AuditVolumes, .. Volumes(settings)])
            : Component(settings);
    }

    public static ComponentConfiguration Component(ControlPlaneComponentSettings settings) => new(settings.ExtraArguments, [.. Volumes(settings)]);

    // kubeadm takes them in alphabetical order, and the kind from behind the plus.
    private static string NameOf(KubeadmPatch patch, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{patch.Target}{index:00}+{patch.Kind.ToString().ToLowerInvariant()}.yaml");

    private static IEnumerable<Argument> Arguments(AuditSettings audit) =>
    [
        new("audit-policy-file", FilePaths.AuditPolicy),
        new("audit-log-path", FilePaths.AuditLogs + "/audit.log"),
        new("audit-log-maxage", audit.KeptDays.ToString(CultureInfo.InvariantCulture)),
        new("audit-log-maxbackup", audit.KeptFiles.ToString(CultureInfo.InvariantCulture)),
        new("audit-log-maxsize", audit.LargestFile.ToString(CultureInfo.InvariantCulture)),
    ];

    private static IEnumerable<ComponentConfiguration.Volume> AuditVolumes { get; } =
    [
        new("kubeha-audit-policy", FilePaths.AuditPolicy, FilePaths.AuditPolicy, ReadOnly: true, "File"),
        new("kubeha-audit-logs", FilePaths.AuditLogs, FilePaths.AuditLogs, ReadOnly: false, "DirectoryOrCreate"),
    ];

    private static IEnumerable<ComponentConfiguration.Volume> Volumes(ControlPlaneComponentSettings settings) =>
        settings.ExtraVolumes.Select(volume => new ComponentConfiguration.Volume(volume.Name, volume.HostPath, volume.MountPath, volume.ReadOnly));
}
