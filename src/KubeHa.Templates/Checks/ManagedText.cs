using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeHa.Templates;

/// <summary>
/// What can be said of a managed file's text without knowing its secrets: a line that bears one is compared around its value only, on the machine, and what
/// leaves the machine is a hash of the text with names in place of values. So no secret is needed to verify, and none can be searched for in a hash.
/// </summary>
internal static partial class ManagedText
{
    /// <summary>The lines around our block of a file that is not ours.</summary>
    public const string BlockBegin = "# BEGIN KubeHa";

    /// <inheritdoc cref="BlockBegin"/>
    public const string BlockEnd = "# END KubeHa";

    /// <summary>Whether the text of a file is compared at all: what is kept as it was found is not, and what is nothing but a secret, of any number of lines, cannot be. (An apply holds it against the value.)</summary>
    public static bool IsCompared(ConfigFile file) => !file.KeepExisting && file.Placement != FilePlacement.Transient && file.Content.Parts is not [ContentPart.Secret];

    /// <summary>The hash of the text as it should be, names in place of values.</summary>
    public static string Expected(ConfigFile file)
    {
        var text = file.Content.ToString();
        text = file.Placement == FilePlacement.Block && text.Length > 0 && !text.EndsWith('\n') ? text + "\n" : text;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Expressions of sed that put the name in place of whatever value stands in a line; none where the text has no value in it.</summary>
    public static IReadOnlyList<string> Masks(ConfigFile file) => file.Content.Parts.All(part => part is ContentPart.Literal)
        ? []
        : [.. file.Content.ToString().Split('\n').Where(line => Hole().IsMatch(line)).Distinct().Select(line => $"s/^{string.Join(".*", Hole().Split(line).Select(Escaped))}$/{Replacement(line)}/")];

    private static string Escaped(string literal) => Special().Replace(literal, @"\$0");

    private static string Replacement(string line) => line.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("/", @"\/", StringComparison.Ordinal).Replace("&", @"\&", StringComparison.Ordinal);

    [GeneratedRegex(@"\$\{(?:secret|public):[^}]*}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"[\\/.*\[\]^$]")]
    private static partial Regex Special();
}
