using System.Globalization;

namespace KubeHa;

/// <summary>What kubeadm's documents of a version of Kubernetes can be told (KHA40xx); the Catalogue knows the fields.</summary>
internal static class KubeadmRules
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestValidity = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(3650);

    /// <summary>A field that the version lacks would be dropped with a warning that nobody reads.</summary>
    public static IEnumerable<Diagnostic> KubeadmKnowsTheSettings(ClusterDraft draft)
    {
        if (draft.Release is not { } release)
        {
            yield break;
        }

        foreach (var (path, field) in FieldsInUse(draft))
        {
            if (!field.IsIn(release.KubeadmApi))
            {
                yield return SettingRules.NotInVersion(draft, path, $"kubeadm's {field.Path} ({release.KubeadmApiVersion} has no such field)", field.Minors);
            }
        }
    }

    public static IEnumerable<Diagnostic> TimesOfKubeadmAreUsable(ClusterDraft draft)
    {
        foreach (var (name, timeout, _) in Timeouts(draft.Kubeadm.Timeouts))
        {
            if (timeout is { } time && (time < TimeSpan.FromSeconds(1) || time > LongestTimeout || time.Ticks % TimeSpan.TicksPerSecond != 0))
            {
                yield return Found.Error(
                    DiagnosticCodes.SettingOutOfRange, $"kubeadm.timeouts.{name}",
                    $"The time {Found.Show(time)} is outside 1 s to 1 day or has parts of a second.",
                    "Use whole seconds in that range.");
            }
        }

        if (draft.Kubeadm.CertificateValidity is { } validity
            && (validity < ShortestValidity || validity > LongestValidity || validity.Ticks % TimeSpan.TicksPerHour != 0))
        {
            yield return Found.Error(
                DiagnosticCodes.SettingOutOfRange, "kubeadm.certificateValidity",
                string.Create(CultureInfo.InvariantCulture, $"The certificates' validity {validity.TotalHours} h is outside 1 day to 10 years or has parts of an hour."),
                "Use whole hours in that range; kubeadm's default is one year.");
        }
    }

    public static IEnumerable<Diagnostic> KeyAlgorithmIsKnown(ClusterDraft draft)
    {
        const string Path = "kubeadm.keyAlgorithm";
        if (draft.Kubeadm.KeyAlgorithm is not { } algorithm || draft.Release is not { } release)
        {
            yield break;
        }

        if (!Enum.IsDefined(algorithm))
        {
            yield return Found.Error(DiagnosticCodes.SettingOutOfRange, Path, $"There is no key algorithm {(int)algorithm}.", "Use a value of CertificateKeyAlgorithm.");
        }
        else if (FirstMinorWith(algorithm) is var first && release.Minor < first)
        {
            yield return SettingRules.NotInVersion(draft, Path, $"the key algorithm {algorithm}", $"1.{first} on");
        }
    }

    public static IEnumerable<Diagnostic> CgroupV1IsAllowedTwice(ClusterDraft draft)
    {
        if (draft.Kubelet.AllowCgroupV1 && draft.Release is { Minor: >= KubernetesCatalogue.FirstMinorWithoutCgroupV1 }
            && !draft.Kubeadm.IgnoresSystemVerification)
        {
            yield return Found.Warning(
                DiagnosticCodes.CgroupV1Refused, "kubelet.allowCgroupV1",
                $"The kubelet takes cgroup v1, but kubeadm {draft.Version} refuses such a machine before it gets there.",
                $"Add {KubernetesCatalogue.SystemVerification} to KubeadmSettings.IgnoredPreflightErrors, or better: boot the machines with cgroup v2.");
        }
    }

    public static IEnumerable<Diagnostic> FeatureGatesAreKnown(ClusterDraft draft)
    {
        if (draft.Release is not { Minor: var minor })
        {
            yield break;
        }

        foreach (var (gate, index) in draft.Kubeadm.FeatureGates.Select((gate, index) => (gate, index)))
        {
            var problem = gate.Name == KubeadmFeatureGates.EcdsaKeys ? "is KubeadmSettings.KeyAlgorithm's to set"
                : gate.Name == KubeadmFeatureGates.DualStack && KubeadmFeatureGates.IsKnown(gate.Name, minor) ? "is the networks' to set (WithNetwork)"
                : !KubeadmFeatureGates.IsKnown(gate.Name, minor) ? "is not one of kubeadm's own"
                : !gate.IsOn && KubeadmFeatureGates.IsLocked(gate.Name, minor) ? "cannot be switched off any more"
                : null;
            if (problem is not null)
            {
                yield return Found.Error(
                    DiagnosticCodes.UnknownFeatureGate, $"kubeadm.featureGates[{index}]",
                    $"The feature gate {Found.Show(gate.Name)} {problem} in Kubernetes {draft.Version}.",
                    $"Take it out. Gates that can be chosen here: {string.Join(", ", KubeadmFeatureGates.Known(minor).Where(name => name != KubeadmFeatureGates.DualStack).DefaultIfEmpty("none"))}. Gates of the components are arguments (feature-gates).");
            }
        }
    }

    public static IEnumerable<Diagnostic> PatchTargetsAreKnown(ClusterDraft draft)
    {
        // Without patches at all a version has one finding, and not one for each of them.
        if (draft.Release is not { Minor: var minor } || !KubeadmFields.Patches.IsIn(draft.Release.KubeadmApi))
        {
            yield break;
        }

        foreach (var (patch, index) in draft.Kubeadm.Patches.Select((patch, index) => (patch, index)))
        {
            if (patch.Target == KubeadmPatchTargets.Kubelet)
            {
                yield return Found.Error(
                    DiagnosticCodes.UnknownPatchTarget, $"kubeadm.patches[{index}].target",
                    "A patch of a kubelet's configuration would be undone: every kubelet is held to what the cluster keeps for all of them.",
                    "Use KubeletSettings.");
            }
            else if (!KubeadmPatchTargets.Known(minor).Contains(patch.Target))
            {
                yield return Found.Error(
                    DiagnosticCodes.UnknownPatchTarget, $"kubeadm.patches[{index}].target",
                    $"kubeadm {draft.Version} lays no patch over {Found.Show(patch.Target)}.",
                    $"Use one of {string.Join(", ", KubeadmPatchTargets.Known(minor))}.");
            }
        }
    }

    public static IEnumerable<Diagnostic> AuditLogIsInRange(ClusterDraft draft)
    {
        if (draft.Kubeadm.Audit is not { } audit)
        {
            yield break;
        }

        foreach (var (name, value, highest) in new[] { ("keptDays", audit.KeptDays, 3650), ("keptFiles", audit.KeptFiles, 1000), ("largestFile", audit.LargestFile, 10000) })
        {
            if (value < 1 || value > highest)
            {
                yield return SettingRules.OutOfRange($"kubeadm.audit.{name}", value, 1, highest);
            }
        }
    }

    private static int FirstMinorWith(CertificateKeyAlgorithm algorithm) => algorithm switch
    {
        CertificateKeyAlgorithm.Rsa2048 or CertificateKeyAlgorithm.EcdsaP256 => 0,
        CertificateKeyAlgorithm.EcdsaP384 => 34,
        _ => 31,
    };

    private static IEnumerable<(string Path, KubeadmField Field)> FieldsInUse(ClusterDraft draft)
    {
        var kubeadm = draft.Kubeadm;
        if (kubeadm.ImagePullPolicy is not null)
        {
            yield return ("kubeadm.imagePullPolicy", KubeadmFields.ImagePullPolicy);
        }

        if (kubeadm.PullImagesSerially is not null)
        {
            yield return ("kubeadm.pullImagesSerially", KubeadmFields.ImagePullSerial);
        }

        if (kubeadm.CertificateValidity is not null)
        {
            yield return ("kubeadm.certificateValidity", KubeadmFields.CertificateValidityPeriod);
        }

        if (kubeadm.Patches.Count > 0)
        {
            yield return ("kubeadm.patches", KubeadmFields.Patches);
        }

        foreach (var (name, timeout, onlyTogether) in Timeouts(kubeadm.Timeouts))
        {
            if (timeout is not null && onlyTogether)
            {
                yield return ($"kubeadm.timeouts.{name}", KubeadmFields.Timeouts);
            }
        }
    }

    /// <summary>Every time, and whether it has no field of its own in the versions before all stand together.</summary>
    private static IEnumerable<(string Name, TimeSpan? Time, bool OnlyTogether)> Timeouts(KubeadmTimeouts timeouts) =>
    [
        ("controlPlane", timeouts.ControlPlane, false),
        ("discovery", timeouts.Discovery, false),
        ("kubelet", timeouts.Kubelet, true),
        ("tlsBootstrap", timeouts.TlsBootstrap, true),
        ("etcdCall", timeouts.EtcdCall, true),
        ("apiCall", timeouts.ApiCall, true),
    ];
}
