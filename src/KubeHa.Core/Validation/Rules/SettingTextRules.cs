namespace KubeHa;

/// <summary>Texts in settings (KHA10xx): what they let through ends in files and scripts that root reads.</summary>
internal static class SettingTextRules
{
    internal const string PathHint = "Write an absolute path of A-Z, a-z, 0-9, '_', '.', '/' and '-'.";

    public static IEnumerable<Diagnostic> RuntimeVersionParses(ClusterDraft draft)
    {
        var versions = new List<(string Path, string? Text)>();
        if (draft.Runtime is not ContainerRuntime.Prepared)
        {
            versions.Add(("runtime.version", RuntimeVersionOf(draft.Runtime)));
        }

        if (draft.Runtime is ContainerRuntime.CriDockerd dockerd)
        {
            versions.Add(("runtime.dockerVersion", dockerd.DockerVersion));
        }

        if (ComposeVersionOf(draft.Runtime) is { } compose)
        {
            versions.Add(("runtime.composeVersion", compose));
        }

        foreach (var (path, version) in versions)
        {
            if (SafeVersion.TryParse(version) is null)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedRuntimeVersion, path,
                    $"{Found.Show(version)} is no version of three numbers.",
                    "Write three numbers, for example 1.6.20.");
            }
        }
    }

    public static IEnumerable<Diagnostic> PathsAreSafe(ClusterDraft draft)
    {
        var paths = new List<(string Path, string Text)>();
        if (draft.Etcd.OurDataDirectory is { } data)
        {
            paths.Add(("etcd.dataDirectory", data));
        }

        var plugins = draft.Runtime switch
        {
            ContainerRuntime.Containerd containerd => containerd.CniBinaryDirectory,
            ContainerRuntime.CriDockerd docker => docker.CniBinaryDirectory,
            ContainerRuntime.CriO crio => crio.CniBinaryDirectory,
            _ => "/opt/cni/bin",
        };
        paths.Add(("runtime.cniBinaryDirectory", plugins));

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
        IReadOnlyList<Uri> mirrors = draft.Runtime switch
        {
            ContainerRuntime.Docker docker => docker.RegistryMirrors,
            ContainerRuntime.CriDockerd docker => docker.RegistryMirrors,
            _ => [],
        };
        for (var i = 0; i < mirrors.Count; i++)
        {
            if (Grammar.MirrorProblem(mirrors[i], "https", "http") is { } problem)
            {
                yield return MalformedMirror($"runtime.registryMirrors[{i}]", mirrors[i], problem);
            }
        }
    }

    public static IEnumerable<Diagnostic> FactsArePossible(ClusterDraft draft)
    {
        foreach (var (path, machine) in draft.Located())
        {
            var facts = machine.Facts;
            if (facts.PrefixLength is { } length && (length < 1 || length > (machine.Address?.Bits() ?? 128)))
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedFact, path + ".facts.prefixLength",
                    $"The prefix length {length} is outside 1 to {machine.Address?.Bits() ?? 128}.",
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

    /// <summary>The version as typed; null for a prepared runtime, which has none.</summary>
    internal static string? RuntimeVersionOf(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.CriDockerd dockerd => dockerd.Version,
        ContainerRuntime.CriO crio => crio.Version,
        ContainerRuntime.Prepared => null,
        ContainerRuntime.Containerd containerd => containerd.Version,
        ContainerRuntime.Docker docker => docker.Version,
        _ => throw new System.Diagnostics.UnreachableException("A runtime that the rules do not know."),
    };

    /// <summary>Compose as it is typed; null where none is wanted.</summary>
    internal static string? ComposeVersionOf(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.Docker docker => docker.ComposeVersion,
        ContainerRuntime.CriDockerd dockerd => dockerd.ComposeVersion,
        _ => null,
    };

    // The address is not shown where it may hold a password.
    internal static Diagnostic MalformedMirror(string path, Uri? address, string problem) => Found.Error(
        DiagnosticCodes.MalformedMirror, path,
        $"The mirror {(address is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? "address" : Found.Show(address?.OriginalString))} {problem}.",
        "Write an http or https address without user, quotes or blanks, for example https://mirror.example/kubernetes.");
}
