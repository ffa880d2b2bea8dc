namespace KubeHa;

/// <summary>What fits together (KHA40xx); the Catalogue knows.</summary>
internal static class VersionRules
{
    public static IEnumerable<Diagnostic> KubernetesIsRendered(ClusterDraft draft)
    {
        if (draft.Version is not { } version)
        {
            yield break;
        }

        if (KubernetesCatalogue.Find(version) is not { IsRendered: true })
        {
            var why = version.Major == 1 && KubernetesCatalogue.Releases.FirstOrDefault(row => row.Minor == version.Minor) is { FinalPatch: { } last }
                ? $"the last of its minor version is v1.{version.Minor}.{last}"
                : $"known are {KubernetesCatalogue.RenderedRange}";
            yield return Found.Error(
                DiagnosticCodes.UnknownKubernetesVersion, "kubernetesVersion",
                $"Kubernetes {version} is not known: {why}.",
                $"Use a version from {KubernetesCatalogue.RenderedRange}.");
        }
    }

    public static IEnumerable<Diagnostic> DockerHasDockershim(ClusterDraft draft)
    {
        if (draft.Runtime is ContainerRuntime.Docker && draft.Version is { } version && version.IsAtLeast(KubernetesCatalogue.LastMinorWithDockershim + 1))
        {
            yield return Found.Error(
                DiagnosticCodes.DockerWithoutDockershim, "runtime",
                $"Kubernetes {version} cannot use Docker: its kubelet has no dockershim (removed in 1.24).",
                "Use containerd, or Docker by cri-dockerd: WithRuntime(new ContainerRuntime.CriDockerd(...)).");
        }
    }

    public static IEnumerable<Diagnostic> RuntimeIsRendered(ClusterDraft draft)
    {
        if (draft.Runtime is ContainerRuntime.Containerd containerd && SafeVersion.TryParse(containerd.Version) is { } version
            && version is not ({ Major: 1, Minor: >= 4 and <= 7 } or { Major: 2 }))
        {
            yield return Found.Error(
                DiagnosticCodes.RuntimeNotRendered, "runtime.version",
                $"containerd {version} is not rendered by this version of KubeHa: its configuration file has another form.",
                "Use containerd 1.4 to 1.7, or 2.");
        }
    }

    public static IEnumerable<Diagnostic> PlatformsAreSupported(ClusterDraft draft)
    {
        foreach (var (path, platform) in Platforms(draft))
        {
            if (platform is not Platform.Prepared && PlatformCatalogue.Find(platform) is null)
            {
                var (member, text, known) = platform switch
                {
                    Platform.RedHatLike like => (".majorVersion", $"Version {like.MajorVersion} of CentOS, RHEL and their likes", "7, 8 or 9"),
                    Platform.Debian debian => (".majorVersion", $"Debian {debian.MajorVersion}", "11, 12 or 13"),
                    _ => (".version", $"Ubuntu {Found.Show((platform as Platform.Ubuntu)?.Version)}", "20.04, 22.04 or 24.04"),
                };
                yield return Found.Error(
                    DiagnosticCodes.PlatformNotSupported, path + member,
                    $"{text} is not supported.",
                    $"Use {known}, or install the packages yourself and say Platform.Prepared.");
            }
        }
    }

    public static IEnumerable<Diagnostic> KeepalivedIsRendered(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            if (machine.Role == MachineRole.Director && machine.Facts.Keepalived is { } version && KeepalivedCatalogue.Find(version) is not { IsRendered: true })
            {
                yield return Found.Error(
                    DiagnosticCodes.KeepalivedNotRendered, path + ".facts.keepalived",
                    $"{Found.Show(machine.Name)} has keepalived {version}, which this version of KubeHa does not render for.",
                    $"Install keepalived {KeepalivedCatalogue.OldestRendered} or newer on every director.");
            }
        }
    }

    /// <summary>The default platform, where a machine uses it or there is none, and every machine's own one.</summary>
    internal static IEnumerable<(string Path, Platform Platform)> Platforms(ClusterDraft draft) =>
        draft.Located().Where(located => located.Machine.Platform is not null).Select(located => (located.Path + ".platform", located.Machine.Platform!))
            .Prepend(("platform", draft.Platform));
}
