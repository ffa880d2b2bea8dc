using System.Xml.Linq;

namespace KubeHa.Templates;

/// <summary>A page before it is a page.</summary>
/// <param name="Kind">What it reports, for example <c>Verification</c>.</param>
/// <param name="Tone">How it ended.</param>
/// <param name="Verdict">How it ended, in one sentence.</param>
/// <param name="Lead">What else must be known at once; empty where nothing is.</param>
/// <param name="At">When it was, if that is known.</param>
/// <param name="Figures">The figures; the first ones are shown large.</param>
/// <param name="Sections">What follows.</param>
internal sealed record PageContent(string Kind, Tone Tone, string Verdict, string Lead, DateTimeOffset? At, IReadOnlyList<Figure> Figures, IReadOnlyList<XElement> Sections);
