using CsCheck;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests;

public sealed class RandomTextTests
{
    // Anything at all, and things that nearly are something.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["abz019.-_/:%$'\"\n\0 ,;{}#"], 0, 40],
        Gen.OneOf("", "::1", "fd00::/64", "10.0.0.0/8", "10.0.0.0/0", "0.0.0.0/32", "1.20.2", "255.255.255.255/32", "all", "/", "..", "\ud800", "localhost", "v1.20.2"));

    [Fact]
    public void Random_text_in_every_field_gives_diagnostics_and_no_exception()
    {
        Text.Array[24].Sample(
            text =>
            {
                var built = Build(text).TryBuild(out var cluster, out var diagnostics);

                built.Should().Be(cluster is not null);
                diagnostics.Should().NotBeEmpty("a director with a priority of 0 is never right");
                diagnostics.Should().OnlyContain(diagnostic => !diagnostic.ToString().Any(char.IsControl));
            },
            iter: 3000);
    }

    [Fact]
    public void What_passes_holds_only_characters_that_mean_nothing_to_any_reader()
    {
        var text = Gen.String[Gen.Char["abz019.-_/:%$'\"\n ,;{}#"], 1, 12];
        var passed = 0;
        Gen.Select(text, text, text, text, text).Sample(
            (name, path, repository, module, fact) =>
            {
                var builder = Reference.Builder().AddWorker(name, "192.168.33.15").WithEtcd(new EtcdTopology.Stacked { DataDirectory = "/" + path })
                    .WithImages(new ImageSource.Registry(repository)).WithKernelModules(module).WithFacts("node1", new MachineFacts { Interface = fact, Kernel = fact });
                var wrong = builder.Diagnose().Select(diagnostic => diagnostic.Path).ToArray();
                foreach (var (field, value) in new[]
                {
                    ("workers[3].name", name), ("etcd.dataDirectory", path), ("images.repository", repository), ("kernelModules[0]", module), ("workers[0].facts.interface", fact), ("workers[0].facts.kernel", fact),
                })
                {
                    if (!wrong.Contains(field))
                    {
                        Interlocked.Increment(ref passed);
                        value.Should().MatchRegex("^[A-Za-z0-9._~+:/-]+\\z", field);
                    }
                }
            },
            iter: 5000);

        passed.Should().BeGreaterThan(100, "a test in which nothing passes proves nothing");
    }

    private static ClusterBuilder Build(string[] t) => new ClusterBuilder(t[0], t[1])
        .AddControlPlane(t[2], t[3]).AddWorker(t[4], t[5], machine => machine.WithFacts(Facts(t))).AddClient(t[6], t[7])
        .WithLvsPair(t[8], lvs => lvs.AddDirector(t[9], t[10], t[11]).WithPriority(t[9], 0).WithScheduler(t[12]))
        .WithEndpoint(t[13], t[13].Length).WithNetwork(t[14], t[15], t[16], t[17])
        .WithEtcd(new EtcdTopology.Stacked { DataDirectory = t[18] })
        .WithRuntime(t[19].Length % 2 == 0
            ? new ContainerRuntime.Containerd(t[19]) { CniBinaryDirectory = t[20] }
            : new ContainerRuntime.Docker(t[19]) { RegistryMirrors = [AnyUri(t[20])] })
        .WithImages(t[21].Length % 2 == 0 ? new ImageSource.Registry(t[21]) : new ImageSource.Archives(t[21]))
        .WithKubeadm(new KubeadmSettings { IgnoredPreflightErrors = [t[22]] })
        .WithKubeProxy(new KubeProxySettings { Mode = t[23] })
        .WithKernelModules(t[22], t[23])
        .WithFacts(t[0], Facts(t)).Remove(t[1]);

    private static MachineFacts Facts(string[] t) => new()
    {
        Interface = t[11], PrefixLength = t[12].Length, OperatingSystem = t[13], OperatingSystemVersion = t[14], Architecture = t[15], Kernel = t[16],
    };

    // Not every text can be put into a Uri at all.
    private static Uri AnyUri(string text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : new Uri("https://a b/");
}
