namespace KubeHa.Templates;

/// <summary>How containerd reaches registries: a folder for each, which it reads anew for every image.</summary>
internal static class ContainerdRegistries
{
    public static IEnumerable<ConfigFile> For(Machine node, ContainerRuntime.Containerd runtime)
    {
        foreach (var registry in runtime.Registries)
        {
            // A name with a port is looked for in this form first.
            var folder = $"{FilePaths.ContainerdRegistries}/{(registry.Host.Contains(':', StringComparison.Ordinal) ? registry.Host.Replace(':', '_') + '_' : registry.Host)}";
            yield return TextFile.Of(node, $"{folder}/hosts.toml", Hosts(registry, $"{folder}/ca.crt"));
            if (registry.CertificateAuthority is { } certificates)
            {
                yield return TextFile.Of(node, $"{folder}/ca.crt", LineEndings.OfUnix(certificates).TrimEnd('\n') + '\n');
            }
        }
    }

    private static string Hosts(RegistryHost registry, string authority)
    {
        var trust = (registry.CertificateAuthority is null ? string.Empty : $"ca = {TomlValue.Of(authority)}\n") + (registry.SkipVerify ? "skip_verify = true\n" : string.Empty);
        var mirrors = registry.Mirrors.Select(mirror => $"\n[host.{TomlValue.Of(mirror.OriginalString.TrimEnd('/'))}]\ncapabilities = [\"pull\", \"resolve\"]\n{(HasOwnPath(mirror) ? "override_path = true\n" : string.Empty)}{trust}");

        return $"{TextFile.Header}\nserver = {TomlValue.Of(Server(registry.Host))}\n{trust}{string.Concat(mirrors)}";
    }

    // containerd puts /v2 behind the address. Of a registry that serves others' images below /v2/ (Harbor's proxy projects) it is a part of the address already.
    private static bool HasOwnPath(Uri mirror) => mirror.AbsolutePath.Contains("/v2/", StringComparison.Ordinal) && !mirror.AbsolutePath.TrimEnd('/').EndsWith("/v2", StringComparison.Ordinal);

    private static string Server(string host) => host == "docker.io" ? "https://registry-1.docker.io" : $"https://{host}";
}
