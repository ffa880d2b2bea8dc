namespace KubeHa.Tests;

/// <summary>Cluster files for tests to break.</summary>
internal static class FileTexts
{
    public const string Smallest = """
        apiVersion: kubeha/v1
        kind: Cluster
        name: reference
        kubernetesVersion: 1.20.2
        lvsPair:
          virtualAddress: 192.168.33.130
          directors:
            - { name: lvs01, address: 192.168.33.132 }
            - { name: lvs02, address: 192.168.33.133 }
        controlPlanes:
          - name: master
            address: 192.168.33.11
          - name: master2
            address: 192.168.33.10
          - name: master3
            address: 192.168.33.9

        """;

    /// <summary>A file broken in the way of each code, and where the finding must stand.</summary>
    public static IReadOnlyDictionary<string, (string Path, int Line, int Column, string Text)[]> Broken { get; } = new Dictionary<string, (string, int, int, string)[]>
    {
        [DiagnosticCodes.UnreadableFile] =
        [
            ("cluster", 1, 1, new string('#', ClusterFile.LargestSize + 1)),
        ],
        [DiagnosticCodes.NotYaml] =
        [
            ("cluster", 1, 1, string.Empty),
            ("cluster", 2, 1, "# nothing\n"),
            ("cluster", 3, 7, Smallest.Replace("name: reference", "name: {reference", StringComparison.Ordinal)),
            ("cluster", 3, 6, Smallest.Replace("name: reference", "name:\treference", StringComparison.Ordinal)),
            ("cluster", 3, 10, Smallest.Replace("reference", "ref\0erence", StringComparison.Ordinal)),
            ("cluster", 3, 9, Smallest.Replace("reference", "re\u202eference", StringComparison.Ordinal)),
            ("cluster", 3, 9, Smallest.Replace("reference", "re\u2028ference", StringComparison.Ordinal)),
            ("cluster", 3, 9, Smallest.Replace("reference", "re\ud800ference", StringComparison.Ordinal)),
        ],
        [DiagnosticCodes.YamlNotAllowed] =
        [
            ("name", 3, 7, Smallest.Replace("name: reference", "name: &r reference", StringComparison.Ordinal)),
            ("name", 3, 7, Smallest.Replace("name: reference", "name: !!str reference", StringComparison.Ordinal)),
            ("controlPlanes[1].name", 13, 11, Smallest.Replace("name: master2", "name: *r", StringComparison.Ordinal)),
            ("cluster", 17, 1, Smallest + "---\nname: another\n"),
            ("cluster", 1, 1, "%YAML 1.1\n---\n" + Smallest),
            ("cluster", 17, 3, Smallest + "? [a]\n: b\n"),
            ("a[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]", 17, 19, Smallest + "a: " + new string('[', 10_000)),
        ],
        [DiagnosticCodes.UnknownFileFormat] =
        [
            ("apiVersion", 1, 13, Smallest.Replace("kubeha/v1", "kubeha/v2", StringComparison.Ordinal)),
            ("kind", 2, 7, Smallest.Replace("Cluster", "Pod", StringComparison.Ordinal)),
        ],
        [DiagnosticCodes.UnknownKey] =
        [
            ("nmae", 17, 1, Smallest + "nmae: reference\n"),
            ("controlPlanes[0].adress", 13, 5, Smallest.Replace("192.168.33.11", "192.168.33.11\n    adress: 1", StringComparison.Ordinal)),
            ("runtime.cniBinaryDirectory", 17, 43, Smallest + "runtime: { kind: docker, version: 19.3.1, cniBinaryDirectory: /opt }\n"),
            ("cluster", 17, 1, Smallest + "\"a\\nb\": 1\n"),
        ],
        [DiagnosticCodes.DuplicateKey] =
        [
            ("name", 17, 1, Smallest + "name: again\n"),
            ("controlPlanes[2].address", 17, 5, Smallest + "    address: 192.168.33.8\n"),
        ],
        [DiagnosticCodes.MissingKey] =
        [
            ("name", 1, 1, Smallest.Replace("name: reference\n", string.Empty, StringComparison.Ordinal)),
            ("lvsPair.virtualAddress", 5, 1, Smallest.Replace("  virtualAddress: 192.168.33.130\n", string.Empty, StringComparison.Ordinal)),
            ("controlPlanes[1].address", 13, 5, Smallest.Replace("    address: 192.168.33.10\n", string.Empty, StringComparison.Ordinal)),
            ("lvsPair.directors[1].name", 9, 7, Smallest.Replace("name: lvs02, ", string.Empty, StringComparison.Ordinal)),
            ("images.kind", 17, 1, Smallest + "images:\n  repository: registry.example\n"),
            ("runtime.version", 17, 1, Smallest + "runtime: { kind: containerd }\n"),
            ("lvsPair.vrrp.advertInterval", 7, 3, Smallest.Replace("  directors", "  vrrp: { version: 3 }\n  directors", StringComparison.Ordinal)),
        ],
        [DiagnosticCodes.WrongFileValue] =
        [
            ("cluster", 1, 1, "- a list\n"),
            ("cluster", 1, 1, "a text\n"),
            ("name", 3, 6, Smallest.Replace("name: reference", "name:", StringComparison.Ordinal)),
            ("name", 3, 7, Smallest.Replace("name: reference", "name: ~", StringComparison.Ordinal)),
            ("controlPlanes", 10, 15, Smallest[..Smallest.IndexOf("  - name: master", StringComparison.Ordinal)]),
            ("controlPlanes[2]", 17, 5, Smallest[..Smallest.IndexOf("  - name: master3", StringComparison.Ordinal)] + "\n\n  - master3\n"),
            ("lvsPair", 5, 10, Smallest[..Smallest.IndexOf("lvsPair", StringComparison.Ordinal)] + "lvsPair: 192.168.33.130\n" + Smallest[Smallest.IndexOf("controlPlanes", StringComparison.Ordinal)..]),
            ("endpoint.port", 17, 19, Smallest + "endpoint: { port: \"6443\" }\n"),
            ("endpoint.port", 17, 19, Smallest + "endpoint: { port: 0644 }\n"),
            ("endpoint.port", 17, 19, Smallest + "endpoint: { port: 99999999999 }\n"),
            ("endpoint.inHostsFile", 17, 26, Smallest + "endpoint: { inHostsFile: yes }\n"),
            ("endpoint.name", 17, 19, Smallest + "endpoint: { name: [a] }\n"),
            ("images.kind", 17, 17, Smallest + "images: { kind: cloud }\n"),
            ("images", 17, 9, Smallest + "images: registry.example\n"),
            ("runtime.cgroupDriver", 17, 61, Smallest + "runtime: { kind: containerd, version: 1.6.20, cgroupDriver: Systemd }\n"),
            ("lvsPair.healthCheck.interval", 7, 28, Smallest.Replace("  directors", "  healthCheck: { interval: 3 }\n  directors", StringComparison.Ordinal)),
            ("workers[0].facts.keepalived", 17, 71, Smallest + "workers: [{ name: node1, address: 192.168.33.12, facts: { keepalived: \" 2.0\" } }]\n"),
            ("kernelModules[1]", 17, 26, Smallest + "kernelModules: [overlay, overlay]\n"),
            ("platform.packages.docker", 17, 121, Smallest + "platform: { kind: redHatLike, majorVersion: 8, packages: { kind: mirror, kubernetes: \"https://mirror.example/\", docker: \"https://user:hunter2@[mirror/\" } }\n"),
        ],
    };
}
