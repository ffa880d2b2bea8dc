namespace KubeHa;

/// <summary>Platforms and where their packages come from (KHA1030 to 1032, KHA4040 to 4043).</summary>
internal static class PackageRules
{
    private const string Begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private const string End = "-----END PGP PUBLIC KEY BLOCK-----";
    private const int LongestKey = 128 * 1024;

    private const string Elsewhere = "Give a mirror (PackageMirror), a folder on the machine (PackageSource.OfflineFolder), or install the packages yourself and say Platform.Prepared.";

    public static IEnumerable<Diagnostic> SourcesAreGiven(ClusterDraft draft)
    {
        foreach (var (path, platform) in VersionRules.Platforms(draft))
        {
            if (platform is not Platform.Prepared && PlatformCatalogue.SourceOf(platform) is null)
            {
                yield return Found.Error(DiagnosticCodes.PackageSourceMissing, path + ".packages", "It is not said where packages come from.", "Say PackageMirror, PackageSource.Official or PackageSource.OfflineFolder.");
            }
        }
    }

    public static IEnumerable<Diagnostic> FoldersAreSafe(ClusterDraft draft)
    {
        foreach (var (path, platform) in VersionRules.Platforms(draft))
        {
            if (PlatformCatalogue.SourceOf(platform) is PackageSource.OfflineFolder { Directory: var folder } && Grammar.PathProblem(folder) is { } problem)
            {
                yield return Found.Error(
                    DiagnosticCodes.MalformedPath, path + ".packages.directory", $"The path {Found.Show(folder)} {problem}.", SettingTextRules.PathHint);
            }
        }
    }

    public static IEnumerable<Diagnostic> MirrorsAreSafe(ClusterDraft draft)
    {
        foreach (var (path, platform) in VersionRules.Platforms(draft))
        {
            if (PlatformCatalogue.SourceOf(platform) is not PackageMirror mirror)
            {
                continue;
            }

            foreach (var (name, address) in new[] { ("kubernetes", mirror.Kubernetes), ("docker", mirror.Docker), ("criO", mirror.CriO) })
            {
                if ((name != "criO" || address is not null) && Grammar.MirrorProblem(address, "https", "http", "file") is { } problem)
                {
                    yield return SettingTextRules.MalformedMirror($"{path}.packages.{name}", address, problem);
                }
            }

            foreach (var (name, suite) in new[] { ("kubernetesSuite", mirror.KubernetesSuite), ("dockerSuite", mirror.DockerSuite ?? "/"), ("criOSuite", mirror.CriOSuite) })
            {
                if (SuiteProblem(suite) is { } problem)
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedRepositorySuite, $"{path}.packages.{name}", $"The suite {Found.Show(suite)} {problem}.",
                        "Write the suite and its components as a line of apt's sources has them, for example 'kubernetes-xenial main', or '/' for a flat repository.");
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> KeysAreKeys(ClusterDraft draft)
    {
        foreach (var (path, platform) in VersionRules.Platforms(draft))
        {
            foreach (var (name, _, key) in Repositories(platform, draft.Runtime))
            {
                if (key is RepositoryKey.OnMachine { Path: var file } && Grammar.PathProblem(file) is { } wrong)
                {
                    yield return Found.Error(DiagnosticCodes.MalformedPath, $"{path}.packages.{name}Key.path", $"The path {Found.Show(file)} {wrong}.", SettingTextRules.PathHint);
                }

                if (key is RepositoryKey.Armored { Text: var text } && ArmorProblem(text) is { } problem)
                {
                    yield return Found.Error(
                        DiagnosticCodes.MalformedRepositoryKey, $"{path}.packages.{name}Key.text", $"The key's text {problem}.",
                        $"Give the whole armored public key, from {Begin} to {End}, as the repository's owner publishes it.");
                }
            }
        }
    }

    /// <summary>Packages are checked against a key. Where dnf finds none in a file it asks the machine's RPM database; apt has no such place that would be a repository's own.</summary>
    public static IEnumerable<Diagnostic> AptRepositoriesHaveKeys(ClusterDraft draft)
    {
        foreach (var (path, platform) in VersionRules.Platforms(draft))
        {
            if (PlatformCatalogue.Find(platform) is not { Manager: PackageManager.Apt })
            {
                continue;
            }

            foreach (var (name, address, key) in Repositories(platform, draft.Runtime))
            {
                if (address && key is null)
                {
                    yield return Found.Error(
                        DiagnosticCodes.RepositoryKeyMissing, $"{path}.packages.{name}Key",
                        "It is not said which key the repository is signed by, and apt takes nothing from one that it cannot check.",
                        "Give its public key (RepositoryKey.Armored), or the path of a keyring that is on the machine (RepositoryKey.OnMachine).");
                }
            }
        }
    }

    public static IEnumerable<Diagnostic> OfficialRepositoriesExist(ClusterDraft draft)
    {
        foreach (var (path, platform) in VersionRules.Platforms(draft))
        {
            if (PlatformCatalogue.SourceOf(platform) is PackageSource.Official && draft.Version is { } version && KubernetesCatalogue.Find(version) is { Packages: KubernetesPackages.MirrorsOnly })
            {
                yield return Found.Error(
                    DiagnosticCodes.NoOfficialPackages, path + ".packages",
                    $"There are no official packages of Kubernetes {version}: the project's repositories begin with 1.24.0, and the older ones were closed in March 2024.", Elsewhere);
            }
        }

        foreach (var (path, machine) in draft.Located())
        {
            var platform = machine.Platform ?? draft.Platform;
            if (PlatformCatalogue.SourceOf(platform) is PackageSource.Official && PlatformCatalogue.Find(platform) is { } release
                && release.ClosedFor.Any(distribution => distribution == "*" || distribution == machine.Facts.OperatingSystem))
            {
                yield return Found.Error(
                    DiagnosticCodes.DistributionClosed, path + ".platform",
                    $"{Found.Show(machine.Name)} runs a distribution whose own repositories are closed: what official packages need cannot be installed there.", Elsewhere);
            }
        }
    }

    /// <summary>The name of each repository in paths, whether it is one that is written for a platform, and its key.</summary>
    private static IEnumerable<(string Name, bool IsUsed, RepositoryKey? Key)> Repositories(Platform platform, ContainerRuntime runtime) => PlatformCatalogue.SourceOf(platform) switch
    {
        PackageSource.Official official => [("kubernetes", true, official.KubernetesKey), ("docker", runtime.ComesFromDocker, official.DockerKey)],
        PackageMirror mirror => [("kubernetes", true, mirror.KubernetesKey), ("docker", runtime.ComesFromDocker, mirror.DockerKey), ("criO", mirror.CriO is not null, mirror.CriOKey)],
        _ => [],
    };

    private static string? SuiteProblem(string? suite)
    {
        var words = (suite ?? string.Empty).Split(' ');

        return words switch
        {
            ["/"] => null,
            [""] => "is empty",
            [var word] when word.EndsWith('/') && Grammar.WordProblem(word, "._~:/-", 255) is null => null,
            [_] => "names no component",
            _ => words.Select(word => Grammar.WordProblem(word, "._/-", 255)).FirstOrDefault(problem => problem is not null) is { } problem ? $"has a word that {problem}" : null,
        };
    }

    // The text goes into a file as it is; a private key in it would be read by everyone.
    private static string? ArmorProblem(string? text)
    {
        var lines = LineEndings.OfUnix(text ?? string.Empty).TrimEnd('\n').Split('\n');

        return text is { Length: > LongestKey } ? "is longer than 128 KiB"
            : lines[0] != Begin ? "does not begin with the line of a public key"
            : lines[^1] != End ? "does not end with the line of a public key"
            : lines.Any(line => line.Any(c => c is < ' ' or > '~')) ? "has characters that no armored key has"
            : lines[1..^1].Any(line => line.StartsWith('-')) ? "holds more than one block"
            : lines.Length < 4 ? "holds no key"
            : null;
    }
}
