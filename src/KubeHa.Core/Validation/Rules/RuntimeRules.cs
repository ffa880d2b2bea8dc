using System.Globalization;

namespace KubeHa;

/// <summary>Container runtimes, and what goes with them (KHA1032 to 1034, KHA4044 to 4051, KHA4054).</summary>
internal static class RuntimeRules
{
    public static IEnumerable<Diagnostic> SocketIsSafe(ClusterDraft draft)
    {
        if (draft.Runtime is ContainerRuntime.Prepared { Socket: var socket })
        {
            var problem = socket?.StartsWith("unix://", StringComparison.Ordinal) == true ? Grammar.PathProblem(socket["unix://".Length..]) : "does not begin with unix://";
            if (problem is not null)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedCriSocket, "runtime.socket", $"The CRI socket {Found.Show(socket)} {problem}.",
                    "Write its address with scheme and absolute path, for example unix:///run/containerd/containerd.sock.");
            }
        }
    }

    public static IEnumerable<Diagnostic> RegistriesAreSafe(ClusterDraft draft)
    {
        if (draft.Runtime is not ContainerRuntime.Containerd { Registries: var registries })
        {
            yield break;
        }

        foreach (var (registry, index) in registries.Select((registry, index) => (registry, index)))
        {
            var path = $"runtime.registries[{index}]";
            var twice = registries.Take(index).Any(other => other.Host == registry.Host) ? "is there twice" : null;
            if ((HostProblem(registry.Host) ?? twice) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedRegistryHost, path + ".host", $"The registry {Found.Show(registry.Host)} {problem}.",
                    "Write the host, and the port where there is one, as image names have it, for example registry.example:5000; each registry once.");
            }

            for (var i = 0; i < registry.Mirrors.Count; i++)
            {
                if (Grammar.MirrorProblem(registry.Mirrors[i], "https", "http") is { } wrong)
                {
                    yield return SettingTextRules.MalformedMirror($"{path}.mirrors[{i}]", registry.Mirrors[i], wrong);
                }
            }

            if (registry.CertificateAuthority is { } text && CertificateText.Problem(text) is { } fault)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedCertificate, path + ".certificateAuthority", $"The text of the certificate authority {fault}.",
                    CertificateText.Hint);
            }

            if (registry.SkipVerify)
            {
                yield return Found.Warning(
                    DiagnosticCodes.RegistryUnverified, path + ".skipVerify",
                    $"Nobody looks at the certificates of {Found.Show(registry.Host)}: whoever is in between can give nodes other images.",
                    "Give the certificate authority of the registry instead (CertificateAuthority).");
            }
        }

        if (registries.Count > 0 && SafeVersion.TryParse(SettingTextRules.RuntimeVersionOf(draft.Runtime)) is { Major: 1, Minor: < 5 } version)
        {
            yield return Found.Error(
                DiagnosticCodes.RegistriesNotRead, "runtime.registries",
                $"containerd {version} does not read a folder of registries; 1.5 is the first that does.", "Use containerd 1.5 or newer, or leave registries out.");
        }
    }

    public static IEnumerable<Diagnostic> ComposeIsPackaged(ClusterDraft draft)
    {
        if (SafeVersion.TryParse(SettingTextRules.ComposeVersionOf(draft.Runtime)) is { Major: < 2 } version)
        {
            yield return Found.Error(
                DiagnosticCodes.ComposeNotPackaged, "runtime.composeVersion",
                $"Docker Compose {version} is in no repository of Docker's: packages of it begin with version 2.",
                "Choose a version of Compose 2, or leave it out and put the file of Compose 1 on the machines yourself.");
        }
    }

    public static IEnumerable<Diagnostic> CriIsSpoken(ClusterDraft draft)
    {
        if (draft.Runtime is not ContainerRuntime.Containerd containerd || SafeVersion.TryParse(containerd.Version) is not { } version || draft.Version is not { Major: 1 } kubernetes)
        {
            yield break;
        }

        var lowest = string.Join(", ", ContainerdCatalogue.LowestFor(kubernetes));
        if (version.Major >= 2 && !kubernetes.IsAtLeast(ContainerdCatalogue.FirstMinorWithCriV1))
        {
            yield return Found.Error(
                DiagnosticCodes.RuntimeSpeaksOtherCri, "runtime.version",
                $"Kubernetes {kubernetes} and containerd {version} do not understand each other: containerd 2 speaks version 1 of CRI only, kubelets before 1.{ContainerdCatalogue.FirstMinorWithCriV1} do not.",
                "Use containerd 1.6 or 1.7.");
        }
        else if (version < ContainerdCatalogue.OldestWithCriV1 && kubernetes.IsAtLeast(ContainerdCatalogue.FirstMinorWithCriV1Only))
        {
            yield return Found.Error(
                DiagnosticCodes.RuntimeSpeaksOtherCri, "runtime.version",
                $"Kubernetes {kubernetes} needs version 1 of CRI, which containerd {version} is too old for.",
                $"Use one of these or newer: {lowest}.");
        }
        else if (version is { Major: 1, Minor: >= 4 and <= 7 } or { Major: 2 } && !ContainerdCatalogue.IsMeantFor(version, kubernetes))
        {
            yield return Found.Warning(
                DiagnosticCodes.RuntimeNotMeantForKubernetes, "runtime.version",
                $"containerd {version} is not meant for Kubernetes {kubernetes}.",
                $"Use one of these or newer of their series: {lowest}.");
        }
    }

    public static IEnumerable<Diagnostic> CriDockerdFollowsDockershim(ClusterDraft draft)
    {
        if (draft.Runtime is ContainerRuntime.CriDockerd && draft.Version is { } version && !version.IsAtLeast(KubernetesCatalogue.LastMinorWithDockershim + 1))
        {
            yield return Found.Error(
                DiagnosticCodes.CriDockerdWithDockershim, "runtime",
                $"The kubelet of Kubernetes {version} speaks to Docker itself; cri-dockerd is used from 1.24 on.",
                "Use Docker: WithRuntime(new ContainerRuntime.Docker(...)).");
        }
    }

    public static IEnumerable<Diagnostic> CriOFollowsKubernetes(ClusterDraft draft)
    {
        if (draft.Runtime is ContainerRuntime.CriO { Version: var text } && SafeVersion.TryParse(text) is { } version && draft.Version is { } kubernetes
            && (version.Major != kubernetes.Major || version.Minor != kubernetes.Minor))
        {
            yield return Found.Error(
                DiagnosticCodes.CriOOfOtherMinor, "runtime.version",
                $"CRI-O {version} is made for Kubernetes {version.Major}.{version.Minor}, not for {kubernetes}.",
                string.Create(CultureInfo.InvariantCulture, $"Use CRI-O {kubernetes.Major}.{kubernetes.Minor}."));
        }
    }

    public static IEnumerable<Diagnostic> RuntimeIsInSource(ClusterDraft draft)
    {
        foreach (var (path, platform) in VersionRules.Platforms(draft))
        {
            var (missing, place, what) = (draft.Runtime, PlatformCatalogue.SourceOf(platform)) switch
            {
                (ContainerRuntime.CriO, PackageMirror { CriO: null }) => ("CRI-O", path + ".packages.criO", "The mirror has no address for it"),
                (ContainerRuntime.CriO, PackageSource.Official) => ("CRI-O", path + ".packages", "No official repository is known for it"),
                (ContainerRuntime.CriDockerd, PackageSource.Official) => ("cri-dockerd", path + ".packages", "There is no official repository for it"),
                _ => (string.Empty, string.Empty, string.Empty),
            };
            if (missing.Length > 0)
            {
                yield return Found.Error(
                    DiagnosticCodes.RuntimeNotInSource, place, $"There is nowhere to take {missing} from. {what}.",
                    "Give a mirror with its packages (PackageMirror), a folder on the machine (PackageSource.OfflineFolder), or install it yourself and say ContainerRuntime.Prepared.");
            }
        }
    }

    public static IEnumerable<Diagnostic> ArchivesCanBeImported(ClusterDraft draft)
    {
        if (draft.Images is ImageSource.Archives && draft.Runtime is ContainerRuntime.CriO or ContainerRuntime.Prepared)
        {
            yield return Found.Error(
                DiagnosticCodes.ArchivesNotImported, "images",
                "Archives of images are imported by containerd's and Docker's own tools only.",
                "Import them yourself before, and leave WithImages out or name their registry; or use containerd or Docker.");
        }
    }

    private static string? HostProblem(string? text)
    {
        var parts = (text ?? string.Empty).Split(':');
        var name = parts[0];

        return text?.Contains("://", StringComparison.Ordinal) == true ? "has a scheme"
            : parts.Length > 2 ? "has more than one ':'"
            : IpText.ParseAddress(name) is null && Grammar.DnsNameProblem(name) is { } problem ? problem
            : parts.Length == 2 && !(Digits.TryRead(parts[1], out var port) && port is > 0 and < 65536) ? "has no port behind its ':'"
            : null;
    }
}
