using FluentAssertions;
using Xunit;

namespace KubeHa.Api.Tests;

public sealed class PublicApiTests
{
    public static TheoryData<string> Packages => [.. Tree.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_api_is_the_approved_one(string package)
    {
        var file = Tree.PathOf("docs", "api", package + ".txt");
        var actual = ApiText.Of(Tree.Load(package));

        if (Environment.GetEnvironmentVariable("KUBEHA_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        File.Exists(file).Should().BeTrue("docs/api/{0}.txt is the approved API; KUBEHA_APPROVE=1 writes it", package);
        var approved = File.ReadAllText(file);
        var changes = actual.Split('\n').Except(approved.Split('\n')).Select(line => "new:  " + line)
            .Concat(approved.Split('\n').Except(actual.Split('\n')).Select(line => "gone: " + line));
        (actual == approved).Should().BeTrue(
            "the public API changes only on purpose (KUBEHA_APPROVE=1 approves it, CHANGELOG.md says it); lines that differ:\n{0}\n", string.Join('\n', changes));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_live_in_the_namespaces_of_their_package(string package)
    {
        var own = package == "KubeHa.Core" ? "KubeHa" : package;

        var strangers = Tree.Load(package).GetExportedTypes()
            .Where(type => type.Namespace != own && !(type.Namespace == "KubeHa" && type is { IsAbstract: true, IsSealed: true }))
            .Select(type => type.FullName);

        strangers.Should().BeEmpty("folders are not namespaces, and only static classes of extension methods may live in KubeHa");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_types_are_sealed_static_or_a_closed_base(string package)
    {
        var open = Tree.Load(package).GetExportedTypes()
            .Where(type => type is { IsClass: true, IsSealed: false })
            .Where(type => type.GetConstructors(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)
                .Any(constructor => constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly) && !IsUnion(type))
            .Select(type => type.FullName);

        open.Should().BeEmpty("nobody else may derive from a type of ours");
    }

    // A base record with parameters has a constructor that its cases call; all its cases are nested in it.
    private static bool IsUnion(Type type) => type.IsAbstract && type.GetNestedTypes().Any(nested => nested.BaseType == type);
}
