using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class ClusterFileRandomTests
{
    // Pieces of which files are made, well and badly.
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.OneOf("name", "address", "kind", "lvsPair", "controlPlanes", "workers", "platform", "runtime", "facts", "network", "port", "vrrp", "mirror", "directors", "kernelModules", "apiVersion", "kubeha/v1"),
        Gen.OneOf(": ", ":\n  ", "\n", "\n- ", "\n  - ", " ", "{", "}", "[", "]", ", ", "? ", "&a ", "*a", "!!str ", "'", "\"", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.1\n", "#", "<<: ", "\t", "\r", "\\u0000", "\"\\x00\"", "\"\\ud800\"", "@", "`"),
        Gen.OneOf("true", "~", "null", "1", "-1", "0x1", "1.6.20", "192.168.33.9", "3s", "containerd", "redHatLike", "\u202e", "\0", "\ud800", "\u0085", "é"),
        Gen.String);

    [Fact]
    public void Any_text_gives_diagnostics_and_no_exception() =>
        Gen.String.Sample(text => IsRefusedCleanly(text), iter: 500);

    [Fact]
    public void Any_text_that_is_nearly_YAML_gives_diagnostics_and_no_exception() =>
        Piece.Array[0, 40].Sample(pieces => IsRefusedCleanly(string.Concat(pieces)), iter: 2000);

    [Fact]
    public void A_good_file_with_something_put_into_it_is_refused_or_builds_or_is_told_why_not()
    {
        var (good, bad) = (0, 0);
        Gen.Select(Gen.Int[0, FileTexts.Smallest.Length], Gen.Int[0, 12], Piece).Sample(
            (at, length, piece) =>
            {
                var text = FileTexts.Smallest[..at] + piece + FileTexts.Smallest[Math.Min(FileTexts.Smallest.Length, at + length)..];
                var parsed = ClusterFile.TryParse(text, out var builder, out var found);
                Interlocked.Increment(ref parsed ? ref good : ref bad);

                return parsed ? builder!.Diagnose().All(IsPrintable) : found.Count > 0 && found.All(IsPrintable) && found.All(diagnostic => diagnostic.Place is not null);
            },
            iter: 2000);

        good.Should().BeGreaterThan(20);
        bad.Should().BeGreaterThan(20);
    }

    [Theory]
    [InlineData("[", 1_000_000)]
    [InlineData("{", 1_000_000)]
    [InlineData("a: {", 200_000)]
    [InlineData("- ", 500_000)]
    [InlineData("? ", 500_000)]
    [InlineData("&a ", 300_000)]
    [InlineData("*a ", 300_000)]
    [InlineData("! ", 500_000)]
    [InlineData("\"", 1_000_001)]
    [InlineData("a", 1_000_000)]
    [InlineData("#\n", 500_000)]
    [InlineData("-\n", 500_000)]
    [InlineData("a:\n", 300_000)]
    [InlineData("a: 1\n", 200_000)]
    [InlineData("\n", 1_000_000)]
    public void Large_and_deep_texts_are_refused_with_neither_a_full_stack_nor_endless_work(string piece, int count) =>
        IsRefusedCleanly(string.Concat(Enumerable.Repeat(piece, count))).Should().BeTrue();

    [Fact]
    public void Any_cluster_comes_back_equal_from_its_file() => Clusters.Sample(
        cluster =>
        {
            var text = ClusterFile.Write(cluster);
            var again = ClusterFile.Parse(text).Build();
            ClusterFileEquality.Hold(again, cluster);

            return ClusterFile.Write(again) == text;
        },
        iter: 100);

    // Valid clusters only: what is refused has its own tests.
    private static Gen<Cluster> Clusters => Gen.Select(Machines, Settings, (machines, settings) => settings(machines).Build());

    private static Gen<ClusterBuilder> Machines =>
        from name in Word
        from planes in Gen.OneOf(1, 3, 4, 5).Select(count => Enumerable.Range(1, count))
        from workers in Gen.Int[0, 3].Select(count => Enumerable.Range(20, count))
        from own in Gen.Bool
        from facts in Facts
        select workers.Aggregate(
            planes.Aggregate(new ClusterBuilder(name, "1.20.2"), (builder, i) => builder.AddControlPlane($"cp{i}", $"10.0.0.{i}", machine => machine.WithFacts(facts))),
            (builder, i) => builder.AddWorker($"no{i}", $"10.0.0.{i}", machine => machine.WithPlatform(own ? RedHat : new Platform.Prepared()).WithFacts(facts)))
            .AddClient("null", "10.0.0.40");

    private static Gen<Func<ClusterBuilder, ClusterBuilder>> Settings =>
        from lvs in Gen.Select(Gen.Int[1, 255], Gen.OneOf("rr", "wlc", "sh"), Gen.Int[1, 254], Gen.Bool, Gen.Int[10, 300])
        from endpoint in Gen.Select(Gen.OneOf<string?>(null, "api.example", "k8s.no"), Gen.Int[6000, 9000], Gen.Bool)
        from etcd in Gen.OneOf("/var/lib/etcd", "/data/etcd")
        from members in Gen.OneOf(0, 1, 3).Select(count => Enumerable.Range(50, count))
        from runtime in Gen.OneOf<ContainerRuntime>(
            new ContainerRuntime.Containerd("1.6.20"), new ContainerRuntime.Containerd("1.5.0") { CgroupDriver = CgroupDriver.Cgroupfs, CniBinaryDirectory = "/usr/lib/cni", RestrictOomScoreAdjustment = true },
            new ContainerRuntime.Docker("19.03.13"), new ContainerRuntime.Docker("20.10.1") { RegistryMirrors = [new("https://mirror.example:5000/a%20b?x=1&y=$z")] })
        from platform in Gen.OneOf(new Platform.Prepared(), RedHat)
        from network in Gen.Select(Gen.OneOf("10.244.0.0/16", "10.32.0.0/12"), Gen.OneOf("10.96.0.0/12", "10.112.0.0/20"), Gen.OneOf<string?>(null, "10.0.0.0/24"))
        from images in Gen.OneOf<ImageSource>(new ImageSource.Registry(), new ImageSource.Registry("registry.example:5000/k8s"), new ImageSource.Archives("/srv/images"))
        from flags in Gen.Bool.Array[4]
        from modules in Gen.OneOf("overlay", "br_netfilter", "ip_vs", "0x10", "no").Array[0, 3]
        select new Func<ClusterBuilder, ClusterBuilder>(builder => members.Aggregate(builder, (with, i) => with.AddEtcdMachine($"etcd{i}", $"10.0.0.{i}"))
            .WithLvsPair("10.0.0.100", pair => pair.AddDirector("lvs1", "10.0.0.101").AddDirector("lvs2", "10.0.0.102", "eth0")
                .WithVirtualRouterId(lvs.Item1).WithScheduler(lvs.Item2)
                .WithPriority("lvs2", lvs.Item3 == 150 ? 149 : lvs.Item3)
                .WithVrrp(lvs.Item4 ? new VrrpSettings(3, TimeSpan.FromMilliseconds(10 * lvs.Item5)) : null)
                .WithHealthCheck(HealthCheckSettings.Default with { ConnectTimeout = TimeSpan.FromMilliseconds(10 * lvs.Item5) }))
            .WithEndpoint(endpoint.Item1, endpoint.Item2, endpoint.Item3)
            .WithEtcd(members.Any() ? new EtcdTopology.External { DataDirectory = etcd } : new EtcdTopology.Stacked { DataDirectory = etcd })
            .WithRuntime(runtime).WithPlatform(platform).WithImages(images)
            .WithNetwork(network.Item1, network.Item2, "k.local", network.Item3)
            .WithKubeadm(new KubeadmSettings { InstallDns = flags[0], IgnoredPreflightErrors = flags[1] ? ["NumCPU", "Mem"] : [] })
            .WithKubelet(new KubeletSettings { AllowSwap = flags[2] })
            .WithKubeProxy(new KubeProxySettings { Mode = flags[3] ? "ipvs" : "iptables", LeaveConntrackAlone = flags[2] })
            .WithKernelModules(modules));

    private static Gen<MachineFacts> Facts =>
        from texts in Gen.Select(Gen.OneOf<string?>(null, "eth0", "1e3"), Gen.OneOf<string?>(null, "12", "8.10", "true"), Gen.OneOf<string?>(null, "6.1", "5.10.0-26-amd64"))
        from prefix in Gen.OneOf<int?>(null, 24)
        from version in Gen.OneOf<Version?>(null, new Version(1, 6), new Version(2, 0, 10), new Version(1, 2, 3, 4))
        select new MachineFacts { Interface = texts.Item1, OperatingSystemVersion = texts.Item2, Kernel = texts.Item3, PrefixLength = prefix, Runtime = version };

    private static Platform RedHat { get; } = new Platform.RedHatLike(8, new PackageMirror(new Uri("https://mirror.example/k"), new Uri("file:///srv/d")));

    private static Gen<string> Word => Gen.OneOf("reference", "no", "true", "0x1f", "1e3", "y", "a-b");

    private static bool IsRefusedCleanly(string text) => !ClusterFile.TryParse(text, out _, out var found) && found.Count > 0 && found.All(IsPrintable);

    private static bool IsPrintable(Diagnostic diagnostic) => !diagnostic.ToString().Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format);
}
