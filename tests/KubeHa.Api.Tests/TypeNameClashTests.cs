using System.Reflection;
using FluentAssertions;
using Xunit;

namespace KubeHa.Api.Tests;

/// <summary>A program that says "using KubeHa;" must not get CS0104 for a name that its SDK imports already.</summary>
public sealed class TypeNameClashTests
{
    // What Microsoft.NET.Sdk and Microsoft.NET.Sdk.Web import for every program (ImplicitUsings).
    private static readonly HashSet<string> Imported = new(StringComparer.Ordinal)
    {
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    };

    private static readonly Lazy<HashSet<string>> Known = new(() => [.. Frameworks().SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => !type.IsNested && Imported.Contains(type.Namespace ?? string.Empty)).Select(type => type.Name)]);

    [Fact]
    public void No_public_type_bears_a_name_that_every_program_knows_already()
    {
        var clashes = Tree.Packages.SelectMany(package => Tree.Load(package).GetExportedTypes())
            .Where(type => !type.IsNested && Known.Value.Contains(type.Name)).Select(type => type.FullName);

        clashes.Should().BeEmpty();
    }

    [Fact]
    public void The_names_that_every_program_knows_were_read()
    {
        Known.Value.Should().Contain(["Console", "File", "Host", "HttpClient", "ILogger", "Endpoint", "Results"]);
    }

    [Fact]
    public void No_type_name_stands_in_two_packages()
    {
        var twice = Tree.Packages.SelectMany(package => Tree.Load(package).GetExportedTypes()).Where(type => !type.IsNested)
            .GroupBy(type => type.Name).Where(group => group.Count() > 1).Select(group => group.Key);

        twice.Should().BeEmpty();
    }

    private static IEnumerable<Assembly> Frameworks() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path)!.Contains("Microsoft.NETCore.App", StringComparison.Ordinal)
                || Path.GetDirectoryName(path)!.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal))
            .Select(path => Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(path))));
}
