namespace KubeHa;

/// <summary>Texts in settings (KHA10xx): what they let through ends in files and scripts that root reads.</summary>
internal static class SettingTextRules
{
    internal const string PathHint = "Write an absolute path of A-Z, a-z, 0-9, '_', '.', '/' and '-'.";

    public static IEnumerable<Diagnostic> RuntimeVersionParses(ClusterDraft draft)
    {
        var version = RuntimeVersionOf(draft.Runtime);
        if (SafeVersion.TryParse(version) is null)
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedRuntimeVersion, "runtime.version",
                $"{Found.Show(version)} is no version of a container runtime.",
                "Write three numbers, for example 1.6.20.");
        }
    }

    public static IEnumerable<Diagnostic> PathsAreSafe(ClusterDraft draft)
    {
        var paths = new List<(string Path, string Text)>();
        if (draft.Etcd is EtcdTopology.Stacked stacked)
        {
            paths.Add(("etcd.dataDirectory", stacked.DataDirectory));
        }

        if (draft.Runtime is ContainerRuntime.Containerd containerd)
        {
            paths.Add(("runtime.cniBinaryDirectory", containerd.CniBinaryDirectory));
        }

        if (draft.Images is ImageSource.Archives archives)
        {
            paths.Add(("images.directory", archives.Directory));
        }

        foreach (var (path, text) in paths)
        {
            if (Grammar.PathProblem(text) is { } problem)
            {
                yield return Found.Error(DiagnosticCodes.MalformedPath, path, $"The path {Found.Show(text)} {problem}.", PathHint);
            }
        }
    }

    public static IEnumerable<Diagnostic> InterfacesAreSafe(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            if (machine.Facts.Interface is { } name && Grammar.InterfaceProblem(name) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedInterface, path + ".facts.interface", $"The interface name {Found.Show(name)} {problem}.",
                    "Write the name that `ip -br address` shows beside the machine's address, for example eth0.");
            }
        }
    }

    public static IEnumerable<Diagnostic> KernelModulesAreSafe(ClusterDraft draft)
    {
        foreach (var (name, index) in draft.KernelModules.Select((name, index) => (name, index)))
        {
            if (Grammar.WordProblem(name, "_-", 55) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedKernelModule, $"kernelModules[{index}]",
                    $"The kernel module's name {Found.Show(name)} {problem}.",
                    "Write the name that lsmod shows, for example br_netfilter.");
            }
        }
    }

    public static IEnumerable<Diagnostic> PreflightErrorsAreSafe(ClusterDraft draft)
    {
        foreach (var (name, index) in draft.Kubeadm.IgnoredPreflightErrors.Select((name, index) => (name, index)))
        {
            // kubeadm below 1.28 refuses 'all' in a configuration file.
            var problem = string.Equals(name, "all", StringComparison.OrdinalIgnoreCase) ? "hides every error, those too that would have saved the cluster" : Grammar.WordProblem(name, "._-", 128);
            if (problem is not null)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedPreflightError, $"kubeadm.ignoredPreflightErrors[{index}]",
                    $"The preflight error's name {Found.Show(name)} {problem}.",
                    "Name each check as kubeadm prints it in brackets, for example NumCPU.");
            }
        }
    }

    public static IEnumerable<Diagnostic> ImageRepositoryIsSafe(ClusterDraft draft)
    {
        if (draft.Images is ImageSource.Registry { Repository: { } repository } && Grammar.ImageRepositoryProblem(repository) is { } problem)
        {
            yield return Found.Error(
                DiagnosticCodes.MalformedImageRepository, "images.repository", $"The image repository {Found.Show(repository)} {problem}.",
                "Write host, port and path without a scheme or a tag, for example registry.example:5000/kubernetes.");
        }
    }

    public static IEnumerable<Diagnostic> MirrorsAreSafe(ClusterDraft draft)
    {
        if (draft.Runtime is ContainerRuntime.Docker docker)
        {
            for (var i = 0; i < docker.RegistryMirrors.Count; i++)
            {
                foreach (var diagnostic in Mirror($"runtime.registryMirrors[{i}]", docker.RegistryMirrors[i], Grammar.MirrorProblem(docker.RegistryMirrors[i], "https", "http")))
                {
                    yield return diagnostic;
                }
            }
        }

        foreach (var (path, platform) in VersionRules.Platforms(draft))
        {
            if (platform is Platform.RedHatLike { Mirror: var mirror })
            {
                foreach (var diagnostic in Mirror(path + ".mirror.kubernetes", mirror?.Kubernetes, Grammar.MirrorProblem(mirror?.Kubernetes, "https", "http", "file"))
                    .Concat(Mirror(path + ".mirror.docker", mirror?.Docker, Grammar.MirrorProblem(mirror?.Docker, "https", "http", "file"))))
                {
                    yield return diagnostic;
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> FactsArePossible(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            var facts = machine.Facts;
            if (facts.PrefixLength is { } length and (< 1 or > 32))
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedFact, path + ".facts.prefixLength",
                    $"The prefix length {length} is outside 1 to 32.",
                    "Write the number behind the slash that `ip -br address` shows, for example 24.");
            }

            foreach (var (name, text) in new[]
            {
                ("operatingSystem", facts.OperatingSystem), ("operatingSystemVersion", facts.OperatingSystemVersion), ("architecture", facts.Architecture), ("kernel", facts.Kernel),
            })
            {
                if (text is not null && Grammar.WordProblem(text, "._+~:-", 128) is { } problem)
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedFact, $"{path}.facts.{name}",
                        $"The fact {Found.Show(text)} {problem}.",
                        "Leave the fact to discovery, or write what the machine itself says (os-release, uname).");
                }
            }
        }
    }

    internal static string? RuntimeVersionOf(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.Containerd containerd => containerd.Version,
        ContainerRuntime.Docker docker => docker.Version,
        _ => throw new System.Diagnostics.UnreachableException("A runtime that the rules do not know."),
    };

    // The address is not shown where it may hold a password.
    private static IEnumerable<Diagnostic> Mirror(string path, Uri? address, string? problem) => problem is null ? [] :
    [
        Found.Error(
            DiagnosticCodes.MalformedMirror, path,
            $"The mirror {(address is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? "address" : Found.Show(address?.OriginalString))} {problem}.",
            "Write an http or https address without user, quotes or blanks, for example https://mirror.example/kubernetes."),
    ];
}
