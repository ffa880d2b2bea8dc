using System.Globalization;

namespace KubeHa.Templates;

/// <summary>Files that kubeadm or the control plane's components read beside kubeadm's documents: patches, the audit policy, what is encrypted.</summary>
internal static class KubeadmInputs
{
    public static IEnumerable<ConfigFile> For(ControlPlane machine, Cluster cluster)
    {
        if (cluster.Kubeadm.Audit is { } audit)
        {
            yield return TextFile.OfDocument(machine, FilePaths.AuditPolicy, audit.Policy);
        }

        if (cluster.Kubeadm.EncryptedResources.Count > 0)
        {
            yield return Encryption(machine, cluster.Kubeadm.EncryptedResources);
        }

        foreach (var (name, patch) in Patches(cluster))
        {
            yield return TextFile.OfDocument(machine, name, patch.Text);
        }
    }

    /// <summary>The patches of etcd's pod, where they lie on a machine that has a member.</summary>
    public static IEnumerable<(string Path, KubeadmPatch Patch)> EtcdPatches(Cluster cluster) => Patches(cluster).Where(one => one.Patch.Target == ComponentArguments.Etcd);

    private static IEnumerable<(string Path, KubeadmPatch Patch)> Patches(Cluster cluster) =>
        cluster.Kubeadm.Patches.Select((patch, index) => ($"{FilePaths.Patches}/{NameOf(patch, index)}", patch));

    /// <summary>What the apiserver is told to log and to encrypt, in front of what the user adds.</summary>
    public static ComponentConfiguration ApiServer(Cluster cluster)
    {
        var settings = cluster.Kubeadm.ApiServer;
        var encrypts = cluster.Kubeadm.EncryptedResources.Count > 0;
        return new(
            [.. cluster.Kubeadm.Audit is { } audit ? Arguments(audit) : [], .. encrypts ? [new Argument("encryption-provider-config", FilePaths.Encryption)] : Array.Empty<Argument>(), .. settings.ExtraArguments],
            [.. cluster.Kubeadm.Audit is not null ? AuditVolumes : [], .. encrypts ? [EncryptionVolume] : Array.Empty<ComponentConfiguration.Volume>(), .. Volumes(settings)]);
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

    private static ComponentConfiguration.Volume EncryptionVolume { get; } = new("kubeha-encryption", FilePaths.Encryption, FilePaths.Encryption, ReadOnly: true, "File");

    /// <summary>
    /// Never overwritten: what was written with one key is not read with another. Secretbox, since aescbc does not notice what was changed and aesgcm wants new keys all the time
    /// (Kubernetes' documentation of encryption at rest); identity last, so that what was written before is still read.
    /// </summary>
    private static ConfigFile Encryption(ControlPlane machine, IReadOnlyList<string> resources) => new(
        machine.Name,
        FilePaths.Encryption,
        YamlText.Of(
            [
                new Yaml
                {
                    { "apiVersion", "apiserver.config.k8s.io/v1" },
                    { "kind", "EncryptionConfiguration" },
                    {
                        "resources",
                        [
                            new Yaml
                            {
                                { "resources", resources },
                                {
                                    "providers",
                                    [
                                        new Yaml { { "secretbox", new Yaml { { "keys", [new Yaml { { "name", "kubeha" }, { "secret", EncryptionKey } }] } } } },
                                        new Yaml { { "identity", new Yaml() } },
                                    ]
                                },
                            },
                        ]
                    },
                },
            ],
            EncryptionKey),
        FileModes.Private) { KeepExisting = true };

    private static Content EncryptionKey { get; } = Content.Secret(SecretNames.EncryptionKey);

    private static IEnumerable<ComponentConfiguration.Volume> Volumes(ControlPlaneComponentSettings settings) =>
        settings.ExtraVolumes.Select(volume => new ComponentConfiguration.Volume(volume.Name, volume.HostPath, volume.MountPath, volume.ReadOnly));
}
