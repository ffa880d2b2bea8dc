using System.Globalization;

namespace KubeHa.Templates.Tests.HostileText;

/// <summary>A cluster file in which one text is another.</summary>
/// <param name="Base">Which cluster.</param>
/// <param name="Place">Which of its texts.</param>
/// <param name="Text">What stands there instead.</param>
public sealed record HostileCase(HostileBase Base, int Place, string Text)
{
    private HostileScalar Scalar => Base.Scalars[Place];

    /// <summary>Whether it says nothing special in any format that this project writes.</summary>
    private bool IsHarmless => Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '/' or '_' or '-');

    /// <exception cref="InvalidOperationException">It was neither refused by diagnostics nor did it arrive exactly and only where it belongs.</exception>
    public HostileVerdict Try()
    {
        if (!ClusterFile.TryParse(Base.With(Scalar, Text), out var builder, out var found) || !builder.TryBuild(out var cluster, out found))
        {
            return Refused(found);
        }

        if (!cluster.TryRender(out var files, out found))
        {
            return Refused(found);
        }

        if (IsHarmless)
        {
            return HostileVerdict.Harmless;
        }

        Model(HostileBase.ScalarsOf(ClusterFile.Write(cluster)));
        if (SameButFor.Problem(Base.Files, files, Scalar.Value, Text) is { } problem)
        {
            throw Wrong(problem);
        }

        return HostileVerdict.Kept;
    }

    public override string ToString() => $"{Show(Text)} for {Show(Scalar.Value)} at {Scalar.Start.ToString(CultureInfo.InvariantCulture)} of\n{Base.Text}";

    /// <summary>The file of the cluster that was made says this text once more and the other once less.</summary>
    private void Model(IReadOnlyList<HostileScalar> after)
    {
        var left = after.Select(scalar => scalar.Value).ToList();
        var missing = Base.Scalars.Where((_, place) => place != Place).Select(scalar => scalar.Value).Append(Text).FirstOrDefault(text => !left.Remove(text));
        if (missing is not null || left.Count > 0)
        {
            throw Wrong($"the file of the cluster lacks {Show(missing)}, and has {Show(string.Join(' ', left))}");
        }
    }

    private HostileVerdict Refused(IReadOnlyList<Diagnostic> found)
    {
        if (found.Count == 0)
        {
            throw Wrong("it was refused without a word");
        }

        if (found.FirstOrDefault(diagnostic => diagnostic.ToString().Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)) is { } told)
        {
            throw Wrong($"a diagnostic shows what cannot be seen: {Show(told.ToString())}");
        }

        return HostileVerdict.Refused;
    }

    private InvalidOperationException Wrong(string problem) => new($"{problem}\n{Show(Text)} for {Show(Scalar.Value)}");

    private static string Show(string? text) => text is null ? "nothing" : System.Text.Json.JsonSerializer.Serialize(text.Length > 300 ? text[..300] : text);
}
