using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace ScriptHost;

/// <summary>Answers #r "nuget: ID, VERSION" with the package's own assembly, restored by dotnet itself; what that needs is found when it is missed.</summary>
internal sealed class NuGetResolver(string folder) : MetadataReferenceResolver
{
    private const string Prefix = "nuget:";
    private readonly Dictionary<string, string> restored = new(StringComparer.OrdinalIgnoreCase);

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        restored.TryGetValue(referenceIdentity.Name, out var path)
            ? MetadataReference.CreateFromFile(path)
            : ScriptMetadataResolver.Default.ResolveMissingAssembly(definition, referenceIdentity);

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (!reference.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return ScriptMetadataResolver.Default.ResolveReference(reference, baseFilePath, properties);
        }

        var parts = reference[Prefix.Length..].Split(',', StringSplitOptions.TrimEntries);
        if (parts is not [var id, var version])
        {
            return [];
        }

        foreach (var path in Restore(id, version))
        {
            restored[Path.GetFileNameWithoutExtension(path)] = path;
        }

        // One directive is one reference; Roslyn refuses more.
        return [MetadataReference.CreateFromFile(restored[id], properties)];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 0;

    private string[] Restore(string id, string version)
    {
        var project = Path.Join(folder, $".script-{id}", "script.csproj");
        Directory.CreateDirectory(Path.GetDirectoryName(project)!);
        new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup", new XElement("TargetFramework", "net10.0")),
            new XElement("ItemGroup", new XElement("PackageReference", new XAttribute("Include", id), new XAttribute("Version", $"[{version}]"))))
            .Save(project);
        using var restore = Process.Start(new ProcessStartInfo("dotnet", ["restore", project, "-v", "quiet"]) { RedirectStandardOutput = true })!;
        var said = restore.StandardOutput.ReadToEnd();
        restore.WaitForExit();
        if (restore.ExitCode != 0)
        {
            throw new InvalidOperationException($"{id} {version} cannot be restored: {said}");
        }

        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Join(Path.GetDirectoryName(project), "obj", "project.assets.json")));
        var packages = assets.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
        var target = assets.RootElement.GetProperty("targets").EnumerateObject().First().Value;
        return [.. target.EnumerateObject()
            .Where(library => library.Value.TryGetProperty("runtime", out _))
            .SelectMany(library => library.Value.GetProperty("runtime").EnumerateObject()
                .Where(file => file.Name.EndsWith(".dll", StringComparison.Ordinal))
                .Select(file => Path.Join(packages, library.Name.ToLowerInvariant(), file.Name)))];
    }
}
