using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class RandomTextTests
{
    // Every text field of the builder, with a text that passes.
    private static readonly string[] Good =
    [
        "reference", "1.20.2", "master", "192.168.33.11", "node1", "192.168.33.12", "client", "192.168.33.131",
        "192.168.33.130", "lvs01", "192.168.33.132", "eth0", "wlc", "api.example", "10.244.0.0/16", "10.96.0.0/12", "cluster.local", "192.168.33.0/24",
        "/var/lib/etcd", "1.6.20", "/opt/cni/bin", "registry.example/k8s", "NumCPU", "iptables", "br_netfilter", "debian", "12", "x86_64", "6.1.0-26-amd64", "/srv/images", "https://mirror.example/",
        "stable/", "/etc/apt/keyrings/k.gpg", "/opt/packages", "registry.example:5000", "unix:///run/cri.sock", "ntp.example",
    ];

    // Words with a blank between them.
    private const int Suite = 31;

    // Anything at all, what is good elsewhere, and things that nearly are something.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.OneOf(Good),
        Gen.String[Gen.Char["abz019.-_/:%$'\"\n\0 ,;{}#"], 0, 40],
        Gen.OneOf("", "::1", "fd00::/64", "10.0.0.0/8", "10.0.0.0/0", "0.0.0.0/32", "1.20.2", "255.255.255.255/32", "all", "/", "..", "\ud800", "localhost", "v1.20.2"));

    [Fact]
    public void The_good_texts_build() => Build(Good).Diagnose().Should().OnlyContain(diagnostic => diagnostic.Code == DiagnosticCodes.SingleControlPlane);

    [Fact]
    public void Random_text_in_every_field_at_once_gives_diagnostics_and_no_exception() => Text.Array[Good.Length].Sample(
        500,
        texts => !Build(texts).TryBuild(out var cluster, out var found) && cluster is null && found.All(diagnostic => !diagnostic.ToString().Any(char.IsControl)));

    [Fact]
    public void Random_text_in_one_field_is_refused_or_harmless()
    {
        var (passed, refused) = (0, 0);
        Gen.Select(Gen.Int[0, Good.Length - 1], Text).Sample(
            2000,
            tried =>
            {
                var (field, text) = tried;
                string[] texts = [.. Good[..field], text, .. Good[(field + 1)..]];
                var built = Build(texts).TryBuild(out var cluster, out _);
                Interlocked.Increment(ref built ? ref passed : ref refused);

                return !built || (text.All(c => char.IsAsciiLetterOrDigit(c) || "._~+:/-%?=&$".Contains(c) || (field == Suite && c == ' ')) && ClusterBuilder.From(cluster!).TryBuild(out _, out _));
            });

        Cases.Tell("builder", new Dictionary<string, int> { ["Refused"] = refused, ["Harmless"] = passed });
        passed.Should().BeGreaterThan(50, "a test in which nothing passes proves little");
        refused.Should().BeGreaterThan(50);
    }

    [Fact]
    public void Random_text_in_a_manifest_is_refused_or_kept_as_it_is() => Gen.Select(Gen.OneOf(Text, Gen.String[Gen.Char["ab:-# \n[]{}&*!|>'\"%@`,?\t\u00e9\u202e"], 0, 60]), Gen.Bool).Sample(
        2000,
        tried =>
        {
            var (text, whole) = tried;
            var manifest = new PodNetworkManifest.Text(whole ? text : $"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: {text}");
            var built = Reference.Builder().WithPodNetwork(manifest).TryBuild(out var cluster, out var found);

            return built
                ? cluster!.PodNetwork == manifest && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) && !text.Contains('\u202e')
                : found.All(diagnostic => !diagnostic.ToString().Any(char.IsControl));
        });

    private static ClusterBuilder Build(string[] t) => new ClusterBuilder(t[0], t[1])
        .AddControlPlane(t[2], t[3])
        .AddWorker(t[4], t[5], machine => machine.WithFacts(new MachineFacts { Interface = t[11], OperatingSystem = t[25], OperatingSystemVersion = t[26], Architecture = t[27], Kernel = t[28] }))
        .AddClient(t[6], t[7])
        .WithLvsPair(t[8], lvs => lvs.AddDirector(t[9], t[10], t[11]).AddDirector("lvs02", "192.168.33.133").WithScheduler(t[12]))
        .WithEndpoint(t[13])
        .WithNetwork(t[14], t[15], t[16], t[17])
        .WithEtcd(new EtcdTopology.Stacked { DataDirectory = t[18] })
        .WithRuntime(t[19].Length % 2 == 0
            ? t[35] != Good[35] ? new ContainerRuntime.Prepared(t[35]) : new ContainerRuntime.Containerd(t[19]) { CniBinaryDirectory = t[20], Registries = [new RegistryHost(t[34]) { Mirrors = [AnyUri(t[30])] }] }
            : new ContainerRuntime.Docker(t[19]) { RegistryMirrors = [AnyUri(t[30])] })
        .WithPlatform(t[33] != Good[33]
            ? new Platform.Debian(12, new PackageSource.OfflineFolder(t[33]))
            : new Platform.RedHatLike(8, new PackageMirror(AnyUri(t[30]), AnyUri(t[30])) { CriO = AnyUri(t[30]), KubernetesSuite = t[31], DockerSuite = t[31], CriOSuite = t[31], DockerKey = new RepositoryKey.OnMachine(t[32]) }))
        .WithImages(t[21] != Good[21] || t[29] == Good[29] ? new ImageSource.Registry(t[21]) : new ImageSource.Archives(t[29]))
        .WithKubeadm(new KubeadmSettings { IgnoredPreflightErrors = [t[22]] })
        .WithKubeProxy(new KubeProxySettings { Mode = t[23] })
        .WithKernelModules("overlay", t[24])
        .WithPreparation(new MachinePreparation { SynchroniseTime = true, TimeServers = [t[36]] });

    // Not every text can be put into a Uri at all.
    private static Uri AnyUri(string text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : new Uri("ftp://unusable/");
}
