using System.Globalization;

namespace KubeHa;

/// <summary>What texts may look like. Each method answers what is wrong, as the rest of a sentence, or null. The alphabets are narrower than the field's own: what they let through means nothing to a shell, YAML, TOML or keepalived.conf.</summary>
internal static class Grammar
{
    public const int LongestLabel = 63;
    public const int LongestDnsName = 253;

    // IFNAMSIZ is 16 with the final zero.
    public const int LongestInterface = 15;

    public static string? LabelProblem(string? text)
    {
        text ??= string.Empty;

        return text switch
        {
            "" => "is empty",
            { Length: > LongestLabel } => string.Create(CultureInfo.InvariantCulture, $"is {text.Length} characters long; {LongestLabel} are allowed"),
            _ when text.Any(char.IsAsciiLetterUpper) => $"has the upper-case letter {Found.Show(text.First(char.IsAsciiLetterUpper).ToString())}",
            _ when Stranger(text, IsLabelCharacter) is { } c => $"has the character {c}",
            _ when text[0] == '-' => "begins with '-'",
            _ when text[^1] == '-' => "ends with '-'",
            _ => null,
        };
    }

    public static string? NameProblem(string? text) => LabelProblem(text) ?? text switch
    {
        "localhost" => "is what every machine calls itself",
        _ when text!.All(char.IsAsciiDigit) => "is all digits, which many programs take for an address",
        _ => null,
    };

    public static string? DnsNameProblem(string? text)
    {
        text ??= string.Empty;
        if (text.Length > LongestDnsName)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is {text.Length} characters long; {LongestDnsName} are allowed");
        }

        if (IpText.ParseAddress(text) is not null)
        {
            return "is an address, not a name";
        }

        var labels = text.Split('.');
        foreach (var label in labels)
        {
            if (LabelProblem(label) is { } problem)
            {
                return labels.Length == 1 ? problem : label.Length == 0 ? "has an empty label" : $"has the label {Found.Show(label)}, which {problem}";
            }
        }

        return labels[^1].All(char.IsAsciiDigit) ? "ends with a label of digits only, which programs take for an address" : text == "localhost" ? "is what every machine calls itself" : null;
    }

    public static string? PathProblem(string? text)
    {
        text ??= string.Empty;

        return text switch
        {
            "" => "is empty",
            { Length: > 255 } => "is longer than 255 characters",
            _ when text[0] != '/' => "does not begin with '/'",
            _ when Stranger(text, c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-') is { } c => $"has the character {c}",
            "/" => "is the root of the file system",
            _ when text.Split('/')[1..].Any(part => part is "" or "." or "..") => "has an empty part or one that is '.' or '..'",
            _ => null,
        };
    }

    public static string? InterfaceProblem(string? text)
    {
        text ??= string.Empty;

        return text switch
        {
            "" => "is empty",
            { Length: > LongestInterface } => string.Create(CultureInfo.InvariantCulture, $"is {text.Length} characters long; Linux allows {LongestInterface}"),
            "." or ".." => "is no name",
            "lo" => "is the loopback interface, where keepalived refuses to work",
            _ when text[0] == '-' => "begins with '-'",
            _ when Stranger(text, c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') is { } c => $"has the character {c}",
            _ => null,
        };
    }

    /// <summary>A word of letters, digits and the given signs that begins with a letter or digit.</summary>
    public static string? WordProblem(string? text, string signs, int longest = 63)
    {
        text ??= string.Empty;

        return text switch
        {
            "" => "is empty",
            _ when text.Length > longest => string.Create(CultureInfo.InvariantCulture, $"is {text.Length} characters long; {longest} are allowed"),
            _ when Stranger(text, c => char.IsAsciiLetterOrDigit(c) || signs.Contains(c, StringComparison.Ordinal)) is { } c => $"has the character {c}",
            _ when !char.IsAsciiLetterOrDigit(text[0]) => $"begins with {Found.Show(text[..1])}",
            _ => null,
        };
    }

    public static string? ImageRepositoryProblem(string? text)
    {
        text ??= string.Empty;

        return text switch
        {
            _ when text.Contains("://", StringComparison.Ordinal) => "has a scheme",
            _ when text.Any(char.IsAsciiLetterUpper) => "has an upper-case letter",
            _ when WordProblem(text, "._:/-", 255) is { } problem => problem,
            _ when text.Contains("//", StringComparison.Ordinal) || text[^1] is '/' or ':' => "has an empty part",
            _ when text.LastIndexOf(':') > text.IndexOf('/', StringComparison.Ordinal) && text.Contains('/', StringComparison.Ordinal) => "has a tag; tags belong to images",
            _ => null,
        };
    }

    public static string? MirrorProblem(Uri? address, params ReadOnlySpan<string> schemes)
    {
        // OriginalString is what a user would see in the file; AbsoluteUri escapes what must not pass.
        if (address is null || !address.IsAbsoluteUri)
        {
            return "is no absolute address";
        }

        return !schemes.Contains(address.Scheme) ? $"has the scheme {Found.Show(address.Scheme)}"
            : address.UserInfo.Length > 0 ? "holds a user name or password, which would stand in a file that everyone reads"
            : address.OriginalString.Length > 1000 ? "is longer than 1000 characters"
            : Stranger(WithoutIpv6(address.OriginalString), c => char.IsAsciiLetterOrDigit(c) || "-._~:/%?=&+$".Contains(c, StringComparison.Ordinal)) is { } c ? $"has the character {c}"
            : HasLoosePercent(address.OriginalString) ? "has a '%' without two hexadecimal digits behind it"
            : null;

        // Brackets belong to an IPv6 address in the place of a name (RFC 3986, 3.2.2), and nowhere else.
        static string WithoutIpv6(string text)
        {
            var (start, end) = (text.IndexOf("://[", StringComparison.Ordinal) + 4, text.IndexOf(']', StringComparison.Ordinal));

            return start > 4 && end > start && IpText.ParseAddress(text[start..end]) is { } host && host.IsIpv6() ? text.Remove(start - 1, end - start + 2) : text;
        }

        // It would be written as %25: another address than the one that was given.
        static bool HasLoosePercent(string text) => Enumerable.Range(0, text.Length)
            .Any(at => text[at] == '%' && !(at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2])));
    }

    /// <summary>An argument's value: no blank, quote, backslash, dollar, brace or sign that a shell, YAML or an environment file of systemd would read as more than itself.</summary>
    public static string? ArgumentValueProblem(string? text)
    {
        text ??= string.Empty;

        return text switch
        {
            "" => "is empty",
            { Length: > 2000 } => "is longer than 2000 characters",
            _ when Stranger(text, c => char.IsAsciiLetterOrDigit(c) || "-_.,:;/=+@*<%[]".Contains(c, StringComparison.Ordinal)) is { } c => $"has the character {c}",
            _ => null,
        };
    }

    /// <summary>A text that stands in a file of its own and in nothing else.</summary>
    public static string? DocumentProblem(string? text)
    {
        text ??= string.Empty;

        return text switch
        {
            _ when string.IsNullOrWhiteSpace(text) => "is empty",
            { Length: > 100_000 } => "is longer than 100000 characters",
            _ when Stranger(text, c => c is '\n' or (>= ' ' and <= '~')) is { } c => $"has the character {c}",
            _ when text.Contains("${secret:", StringComparison.Ordinal) || text.Contains("${public:", StringComparison.Ordinal) => "has the sign of a secret's place in it",
            _ => null,
        };
    }

    /// <summary>A manifest: a document that may be longer and in any language, but for characters that a reader does not see.</summary>
    public static string? ManifestProblem(string? text)
    {
        text ??= string.Empty;

        return text switch
        {
            _ when string.IsNullOrWhiteSpace(text) => "is empty",
            { Length: > 2_000_000 } => "is longer than 2000000 characters",
            _ when Stranger(text, IsSeen) is { } c => $"has the character {c}",
            _ when text.Contains("${secret:", StringComparison.Ordinal) || text.Contains("${public:", StringComparison.Ordinal) => "has the sign of a secret's place in it",
            _ => null,
        };

        static bool IsSeen(char c) => c is '\n' or '\t' or (>= ' ' and <= '~') || (c > '\u007f' && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));
    }

    /// <summary>The key of a label or taint: a name, and before it a DNS name and a slash, or nothing.</summary>
    public static string? LabelKeyProblem(string? text)
    {
        var parts = (text ?? string.Empty).Split('/');

        return parts.Length > 2 ? "has more than one '/'"
            : parts.Length == 2 && DnsNameProblem(parts[0]) is { } problem ? $"has the prefix {Found.Show(parts[0])}, which {problem}"
            : LabelValueProblem(parts[^1]) ?? (parts[^1].Length == 0 ? "has no name" : null);
    }

    public static string? LabelValueProblem(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : WordProblem(text, "_.-") ?? (char.IsAsciiLetterOrDigit(text[^1]) ? null : $"ends with {Found.Show(text[^1..])}");

    /// <summary>An amount as Kubernetes writes it: a number and a suffix.</summary>
    public static string? QuantityProblem(string? text, bool percent)
    {
        text ??= string.Empty;
        var number = text.TakeWhile(c => char.IsAsciiDigit(c)).Count();
        string[] suffixes = percent ? ["", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "%"] : ["", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti"];

        return number is 0 or > 15 || !suffixes.Contains(text[number..]) ? $"is no number with one of {string.Join(", ", suffixes.Skip(1))} or nothing behind it"
            : percent && text[^1] == '%' && (number > 3 || int.Parse(text[..number], CultureInfo.InvariantCulture) > 100) ? "is more than 100%"
            : null;
    }

    private static bool IsLabelCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';

    private static string? Stranger(string text, Func<char, bool> allowed)
    {
        foreach (var c in text)
        {
            if (!allowed(c))
            {
                return Found.Show(c.ToString());
            }
        }

        return null;
    }
}
