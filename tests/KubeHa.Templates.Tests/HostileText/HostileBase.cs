using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using KubeHa.Templates.Tests.Kubeadm;

namespace KubeHa.Templates.Tests.HostileText;

/// <summary>A cluster as a file, every text in it, and the files that it renders to.</summary>
public sealed class HostileBase
{
    private static readonly string[] Openers = [",x=%", "\n# x: [", "?x=$y"];

    private readonly Lazy<IReadOnlyList<int>> openPlaces;

    private HostileBase(Cluster cluster)
    {
        openPlaces = new(() => [.. Enumerable.Range(0, Scalars!.Count).Where(place => Openers.Any(opener => ClusterFile.TryParse(With(Scalars[place], Scalars[place].Value + opener), out var builder, out _) && builder.TryBuild(out _, out _)))]);
        Text = ClusterFile.Write(cluster);
        Scalars = ScalarsOf(Text);
        Files = cluster.Render();
    }

    /// <summary>Clusters that together say everything that can be said: rich ones of old and new versions, every platform and runtime, every way of forwarding.</summary>
    public static IReadOnlyList<HostileBase> All { get; } =
    [
        .. new[] { 19, 22, 30, 31, 34, 37 }.Select(minor => new HostileBase(MinorClusters.Rich(minor).Build())),
        .. OtherClusters.Names.Select(name => new HostileBase(OtherClusters.Named(name))),
        new HostileBase(ReferenceClusters.AsPublished),
        new HostileBase(ReferenceClusters.InTheLab),
        .. MatrixClusters.All.GroupBy(row => row.Etcd is EtcdTopology.Stacked ? row.Endpoint : row.Etcd.GetType().Name).Select(rows => new HostileBase(MatrixClusters.Named(rows.First().Name))),
    ];

    /// <summary>The file, as it is written.</summary>
    public string Text { get; }

    public IReadOnlyList<HostileScalar> Scalars { get; }

    public ConfigSet Files { get; }

    /// <summary>The places at which more than a plain text is taken; everywhere else nothing hostile passes, and trying it alone would prove little of what does.</summary>
    public IReadOnlyList<int> OpenPlaces => openPlaces.Value;

    /// <summary>The file with another text at one place.</summary>
    public string With(HostileScalar scalar, string text) => $"{Text[..scalar.Start]}{Quoted(text)}{(scalar.IsBlock ? "\n" : string.Empty)}{Text[scalar.End..]}";

    public static IReadOnlyList<HostileScalar> ScalarsOf(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var found = new List<HostileScalar>();
        while (parser.MoveNext())
        {
            if (parser.Current is Scalar scalar)
            {
                found.Add(new HostileScalar((int)scalar.Start.Index, (int)scalar.End.Index, scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded, scalar.Value));
            }
        }

        return found;
    }

    private static string Quoted(string text) => '"' + string.Concat(text.Select(c => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' => $"\\u{(int)c:X4}",
        _ => c.ToString(),
    })) + '"';
}
