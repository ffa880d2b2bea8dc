using static KubeHa.Tests.Fault;

namespace KubeHa.Tests;

/// <summary>Platforms, and where their packages come from.</summary>
internal static class PackageFaults
{
    private const string Begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n";
    private const string End = "-----END PGP PUBLIC KEY BLOCK-----";

    private static readonly RepositoryKey Key = new RepositoryKey.OnMachine("/etc/apt/keyrings/k.gpg");
    private static readonly PackageMirror Mirror = new(new Uri("https://mirror.example/k"), new Uri("https://mirror.example/d")) { KubernetesKey = Key, DockerKey = Key };
    private static readonly PackageSource Official = new PackageSource.Official { KubernetesKey = Key, DockerKey = Key };

    public static IEnumerable<Fault> All =>
    [
        .. Each<Platform>("a platform", On,
            new Platform.RedHatLike(7, Folder()), new Platform.RedHatLike(10, Folder()), new Platform.Debian(10, Folder()), new Platform.Debian(11, Folder()), new Platform.Debian(13, Folder()), new Platform.Ubuntu("22.04", Folder()),
            new Platform.Ubuntu("22.4", Folder()), new Platform.Ubuntu(null!, Folder()), new Platform.Ubuntu("24.04", null!), new Platform.RedHatLike(9, null!), new Platform.Prepared()),
        new("a machine's own platform", () => Reference.Builder().AddWorker("node4", "192.168.33.15", node => node.WithPlatform(new Platform.Debian(9, Mirror)))),
        .. Each("a folder of packages", folder => On(new Platform.Debian(12, Folder(folder))), "/opt/packages", "packages", null!),
        .. Each("a mirror's address", address => Debian(Mirror with { Kubernetes = Address(address)! }),
            "https://mirror.example/a%20b?c=d&e+f$_~", "http://mirror.example", "file:///srv/packages", "ftp://mirror.example", "mirror", null, "https://me:hunter2@mirror.example/", "https://mirror.example/a'b", "https://mirror.example/a b",
            "https://mirror.example/%41", "https://mirror.example/%4", "https://mirror.example/%", "https://mirror.example/%4z", "https://mirror.example/%z4", "https://[fd00::1]/k", "https://[fd00::1]:8443/[k]", "https://mirror.example/[fd00::1]",
            "https://mirror.example/" + Letters(977), "https://mirror.example/" + Letters(978)),
        .. Each("Docker's mirror", address => Debian(Mirror with { Docker = Address(address)! }), "tcp://mirror.example", null),
        .. Each("CRI-O's mirror", address => Debian(Mirror with { CriO = Address(address), CriOKey = Key }), "tcp://mirror.example", null, "https://mirror.example/c"),
        .. Each("a suite", suite => Debian(Mirror with { KubernetesSuite = suite! }),
            "/", "stable/", "kubernetes-xenial main", "a.b_c/d-e main", "", null, "bookworm", "a b/", "[a]/", "bookworm  stable", "bookworm [a]", Letters(254) + "/", Letters(255) + "/", Letters(255) + " a", Letters(256) + " a"),
        .. Each("Docker's suite", suite => Debian(Mirror with { DockerSuite = suite }), null, "", "bookworm stable", "bookworm"),
        .. Each("CRI-O's suite", suite => Debian(Mirror with { CriOSuite = suite }), "", "/", "bookworm"),
        .. Each("a keyring", path => Debian(Mirror with { KubernetesKey = new RepositoryKey.OnMachine(path) }), "/etc/apt/keyrings/k.gpg", "k.gpg"),
        .. Each("a key", text => Debian(Mirror with { DockerKey = new RepositoryKey.Armored(text!) }),
            $"{Begin}\nmDME\n{End}", $"{Begin}\nmDME\n{End}\n\n", $"{Begin}mDME\n{End}", $"{Begin}{End}", "", null, $"mDME\n{End}", $"{Begin}\nmDME", $"{Begin}\nmD\u001b\n{End}", $"{Begin}\nmD\u007f\n{End}", $"{Begin}\n ~\n{End}", $"{Begin}\n-a\n{End}", $"{Begin}\r\nmDME\r\n{End}\r\n",
            LongKey(128 * 1024), LongKey((128 * 1024) + 1)),
        .. Each<RepositoryKey?>("the official packages' key", key => On(new Platform.Debian(12, new PackageSource.Official { KubernetesKey = key, DockerKey = key }), "1.30.14"), new RepositoryKey.OnMachine("k.gpg"), new RepositoryKey.Armored("mDME"), null),
        new("a mirror without keys: dnf", () => On(new Platform.RedHatLike(9, Unsigned))),
        new("a mirror without keys: apt", () => On(new Platform.Ubuntu("22.04", Unsigned with { CriO = new Uri("https://mirror.example/c") }))),
        new("a mirror without keys: apt and a runtime of one's own", () => On(new Platform.Ubuntu("22.04", Unsigned)).WithRuntime(new ContainerRuntime.Prepared("unix:///run/own.sock"))),
        .. Each("official packages of Kubernetes", version => On(new Platform.Debian(12, Official), version), "1.23.17", "1.24.0"),
        .. Each("official packages on an enterprise Linux", version => On(new Platform.RedHatLike(version, Official), "1.30.14"), 7, 8, 9),
        .. Each("official packages on an enterprise Linux 8 called", system => On(new Platform.RedHatLike(8, Official), "1.30.14").WithFacts("node2", new MachineFacts { OperatingSystem = system }), "centos", "rocky"),
        new("official packages on a machine's own enterprise Linux", () => Reference.Builder("1.30.14").AddWorker("node4", "192.168.33.15", node => node.WithPlatform(new Platform.RedHatLike(7, Official)))),
        new("a machine's own platform beside another that is wrong", () => On(new Platform.Debian(9, Mirror)).AddWorker("node4", "192.168.33.15", node => node.WithPlatform(new Platform.Debian(10, Mirror)))),
        new("CRI-O from a mirror that has it", () => Debian(Mirror with { CriO = new Uri("https://mirror.example/c"), CriOKey = Key }).WithRuntime(new ContainerRuntime.CriO("1.20.7"))),
        new("CRI-O from a mirror that lacks it", () => Debian(Mirror).WithRuntime(new ContainerRuntime.CriO("1.20.7"))),
        new("CRI-O from a folder", () => Debian(Folder()).WithRuntime(new ContainerRuntime.CriO("1.20.7"))),
        new("CRI-O from official packages", () => On(new Platform.Debian(12, Official), "1.30.14").WithRuntime(new ContainerRuntime.CriO("1.30.4"))),
        new("cri-dockerd from official packages", () => On(new Platform.Debian(12, Official), "1.30.14").WithRuntime(new ContainerRuntime.CriDockerd("0.3.15", "27.3.1"))),
        new("cri-dockerd from a mirror", () => On(new Platform.Debian(12, Mirror), "1.30.14").WithRuntime(new ContainerRuntime.CriDockerd("0.3.15", "27.3.1"))),
    ];

    private static PackageMirror Unsigned => Mirror with { KubernetesKey = null, DockerKey = null };

    private static PackageSource.OfflineFolder Folder(string folder = "/opt/packages") => new(folder);

    private static ClusterBuilder On(Platform platform) => On(platform, "1.20.2");

    private static ClusterBuilder On(Platform platform, string version) => Reference.Builder(version).WithPlatform(platform);

    private static ClusterBuilder Debian(PackageSource packages) => On(new Platform.Debian(12, packages));

    private static Uri? Address(string? text) => text is null ? null : new Uri(text, UriKind.RelativeOrAbsolute);

    private static string LongKey(int length) => $"{Begin}\n{Letters(length - Begin.Length - End.Length - 2)}\n{End}";
}
