using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using ScriptHost;

// Runs a C# script as a script host would: what it needs comes by its own #r "nuget:" lines alone.
if (args is not [var file])
{
    Console.Error.WriteLine("usage: ScriptHost FILE.csx");
    return 2;
}

var path = Path.GetFullPath(file);
var options = ScriptOptions.Default
    .WithFilePath(path)
    .WithMetadataResolver(new NuGetResolver(Path.GetDirectoryName(path)!))
    .WithImports("System", "System.Linq", "System.Collections.Generic");
await CSharpScript.RunAsync(await File.ReadAllTextAsync(path), options);
return 0;
