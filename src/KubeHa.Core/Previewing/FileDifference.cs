using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DiffPlex.Renderer;

namespace KubeHa;

/// <summary>
/// What is different about a file. A secret never shows, neither ours nor the one that is there: in a file that bears secrets only lines are shown
/// that stand in our text as well, in whole or around a name.
/// </summary>
internal sealed class FileDifference(ConfigFile file, Func<ContentPart, string?> value)
{
    private const string NotShown = "(a line that is not shown, because the file bears secrets)";

    /// <summary>The judgement over what a look at the file brought.</summary>
    public (PreviewStatus Status, string? Difference, string? Message) Judge(string seen)
    {
        var lines = seen.Split('\n');
        switch (lines[0])
        {
            case "absent":
                return (PreviewStatus.WouldChange, Diff("", file.Placement == FilePlacement.Block ? Block(Shown()) : Shown(), absent: true), null);
            case "file":
                break;
            default:
                return (PreviewStatus.WouldFail, null, $"{file.Path} is a {lines[0]} and would not be replaced.");
        }

        var attributes = lines[1].Split(' ');
        var text = lines.Length > 3 || attributes[5] == "0" ? Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(lines.Skip(3)))) : null;
        return file.Placement == FilePlacement.Block ? JudgeBlock(text) : JudgeWhole(attributes, lines[2], text);
    }

    private (PreviewStatus Status, string? Difference, string? Message) JudgeWhole(string[] attributes, string hash, string? text)
    {
        var wrong = Attributes(attributes);
        var bound = Bound();
        var same = file.KeepExisting || (bound is not null && Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bound))) == hash);
        if (same)
        {
            return (wrong is null ? PreviewStatus.Holds : PreviewStatus.WouldChange, null, wrong);
        }

        var note = bound is null ? "It bears a secret that is not known here, so whether it is the same cannot be said." : text is null ? "It is too long to be shown." : null;
        return (PreviewStatus.WouldChange, text is null ? null : Diff(Masked(text), Shown()), string.Join(' ', new[] { wrong, note }.OfType<string>()) is { Length: > 0 } message ? message : null);
    }

    private (PreviewStatus Status, string? Difference, string? Message) JudgeBlock(string? text)
    {
        if (text is null)
        {
            return (PreviewStatus.WouldChange, null, "It is too long to be shown.");
        }

        var all = text.Split('\n');
        var begin = Array.FindIndex(all, line => line == StepScripts.BlockBegin);
        var end = Array.FindIndex(all, line => line == StepScripts.BlockEnd);
        if (begin < 0 && end < 0)
        {
            return (PreviewStatus.WouldChange, Diff("", Block(Shown())), null);
        }

        if (begin < 0 || end < begin || all.Count(StepScripts.IsMarker) != 2)
        {
            return (PreviewStatus.WouldFail, null, $"{file.Path}: the lines around our block are not as they should be; mend the file by hand.");
        }

        var inside = string.Concat(all[(begin + 1)..end].Select(line => line + "\n"));
        return inside == Ended(Bound() ?? "") ? (PreviewStatus.Holds, null, null) : (PreviewStatus.WouldChange, Diff(Block(Masked(inside)), Block(Shown())), null);
    }

    private static string Ended(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private static string Block(string inside) => $"{StepScripts.BlockBegin}\n{Ended(inside)}{StepScripts.BlockEnd}\n";

    private string? Attributes(string[] seen)
    {
        var owner = file.Owner.Split(':', 2);
        var mode = Convert.ToString((int)file.Mode, 8);
        var wrong = new List<string>();
        if (seen[0] != mode)
        {
            wrong.Add($"mode {seen[0]} would become {mode}");
        }

        if ((owner[0] != seen[1] && owner[0] != seen[2]) || (owner.Length > 1 && owner[1] != seen[3] && owner[1] != seen[4]))
        {
            wrong.Add($"owner {seen[1]}:{seen[3]} would become {file.Owner}");
        }

        return wrong.Count == 0 ? null : string.Join(", ", wrong) + ".";
    }

    /// <summary>The whole text; <see langword="null"/> where a value is not known.</summary>
    public string? Bound()
    {
        var values = file.Content.Parts.Select(part => part is ContentPart.Literal literal ? literal.Text : value(part)).ToList();
        return values.Contains(null) ? null : string.Concat(values);
    }

    // Our text as it may be shown: secrets as names, public values as they are.
    private string Shown() => string.Concat(file.Content.Parts.Select(part => part is ContentPart.PublicValue ? value(part) ?? part.ToString() : part.ToString()));

    // What is there, as it may be shown.
    private string Masked(string text)
    {
        if (!file.Content.HasSecret)
        {
            return text;
        }

        foreach (var secret in file.Content.Parts.OfType<ContentPart.Secret>())
        {
            if (value(secret) is { Length: > 0 } known)
            {
                text = text.Replace(known, secret.ToString(), StringComparison.Ordinal);
            }
        }

        var ours = Shown().Split('\n').ToHashSet(StringComparer.Ordinal);
        var patterns = Shown().Split('\n').Where(line => line.Contains("${secret:", StringComparison.Ordinal))
            .Select(line => (Line: line, Pattern: new Regex("^" + Regex.Replace(Regex.Escape(line), @"\\\$\\\{secret:[^}]*}", ".*") + "$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)))
            .ToList();
        return string.Join('\n', text.Split('\n').Select(line => ours.Contains(line) ? line
            : patterns.FirstOrDefault(pattern => pattern.Pattern.IsMatch(line)).Line is { } like && like.Trim() is not ['$', '{', ..] ? like.Replace("}", ": differs}", StringComparison.Ordinal)
            : NotShown));
    }

    private string Diff(string before, string after, bool absent = false)
    {
        var text = UnidiffRenderer.GenerateUnidiff(Lines(before), Lines(after), absent ? "/dev/null" : file.Path, file.Path);
        return string.Create(CultureInfo.InvariantCulture, $"{text.ReplaceLineEndings("\n").TrimEnd('\n')}\n");

        static string Lines(string text) => text.EndsWith('\n') ? text[..^1] : text;
    }
}
