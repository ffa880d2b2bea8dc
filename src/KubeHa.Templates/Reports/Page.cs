using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using static KubeHa.Templates.Markup;

namespace KubeHa.Templates;

/// <summary>The frame of every page: verdict, figures, sections.</summary>
internal static class Page
{
    private const int LargeFigures = 4;

    public static string Write(Cluster cluster, PageContent content, ReportOptions options) => "<!doctype html>\n" + Markup.Write(Html("html", ("lang", "en"),
        Head(cluster, content),
        Html("body",
            Html("main",
                Header(cluster, content, options),
                content.Figures.Count > 0 ? Figures(content.Figures) : null,
                content.Sections),
            Html("footer", Html("p", $"{content.Kind} of {cluster.Name}, made by KubeHa. One file without scripts; it loads nothing.")))));

    /// <summary>A part of a page under a heading.</summary>
    public static XElement Section(string id, string heading, string? lead, params IEnumerable<object?> parts) => Html("section",
        [("id", id), ("aria-labelledby", $"{id}-heading"), Html("h2", ("id", $"{id}-heading"), heading), lead is null ? null : Html("p", ("class", "lead"), lead), .. parts]);

    /// <summary>The machines, twice: for a wide screen and for a narrow one; rules show one of them.</summary>
    public static XElement Topology(Cluster cluster, TopologyState state, string lead) => Section("machines", "Machines", lead, Html("div", ("class", "card drawing"),
        TopologyDrawing.Draw(cluster, state, narrow: false, "wide"),
        TopologyDrawing.Draw(cluster, state, narrow: true, "narrow")));

    private static XElement Head(Cluster cluster, PageContent content)
    {
        // The page's own rules are named by their hash: nothing else may run, style or load here, whatever a text from a machine says.
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(PageStyle.Text)));
        return Html("head",
            Html("meta", ("charset", "utf-8")),
            Html("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")),
            Html("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")),
            Html("meta", ("name", "color-scheme"), ("content", "light dark")),
            Html("meta", ("name", "referrer"), ("content", "no-referrer")),
            Html("title", $"{content.Kind} of {cluster.Name}: {content.Verdict}"),
            Html("style", PageStyle.Text));
    }

    private static XElement Header(Cluster cluster, PageContent content, ReportOptions options) => Html("header", ("class", Icons.Name(content.Tone)),
        Html("p", ("class", "kind"), content.Kind),
        Html("div", ("class", "verdict"), Icons.Inline(content.Tone), Html("h1", content.Verdict)),
        content.Lead.Length > 0 ? Html("p", ("class", "first"), content.Lead) : null,
        options.Note is { Length: > 0 } note ? Html("p", ("class", "note"), note) : null,
        Html("dl", ("class", "facts"),
            Fact("Cluster", cluster.Name),
            Fact("Kubernetes", cluster.Version.ToString()),
            Fact("Virtual IP", string.Join(", ", PoolRules.Services(cluster).Select(service => service.Text))),
            content.At is { } at ? Fact("When", Numbers.Day(at)) : null));

    private static XElement Fact(string name, string value) => Html("div", Html("dt", name), Html("dd", value));

    private static XElement Figures(IReadOnlyList<Figure> figures)
    {
        var hasBars = figures.Take(LargeFigures).Any(figure => figure.Share is not null);
        return Html("section", ("class", "figures"), ("aria-label", "Figures"), figures.Take(LargeFigures).Select(figure => Html("div", ("class", "card figure"),
            Html("p", ("class", "figure-name"), figure.Name),
            Html("p", ("class", "figure-seen"), figure.Seen),
            figure.Share is { } share ? Bar(share, figure.Tone) : hasBars ? Html("div", ("class", "no-bar")) : null,
            Html("p", ("class", "figure-expected"), figure.Tone == Tone.Calm ? null : Icons.Inline(figure.Tone), Html("span", figure.Expected.Length > 0 ? $"expected {figure.Expected}" : figure.Reason)))));
    }

    /// <summary>What was taken of what is allowed; the mark stands at all of it.</summary>
    public static XElement Bar(double share, Tone tone)
    {
        var full = Math.Max(1.25, Math.Min(share * 1.1, 4));
        return Svg("svg", ("class", "bar " + Icons.Name(tone)), ("width", "100%"), ("height", "10"), ("aria-hidden", "true"),
            Svg("rect", ("class", "track"), ("width", "100%"), ("y", "2"), ("height", "6"), ("rx", "3")),
            Svg("rect", ("class", "taken"), ("width", Numbers.Percent(Math.Clamp(share / full, 0.01, 1))), ("y", "2"), ("height", "6"), ("rx", "3")),
            Svg("rect", ("class", "mark"), ("x", Numbers.Percent(1 / full)), ("width", "2"), ("height", "10")));
    }
}
