using KubeHa.Templates;

namespace KubeHa;

public static partial class ClusterExtensions
{
    /// <summary>
    /// The cluster's machines as a drawing (SVG 1.1) for documentation of your own: who dials the virtual IP, the directors, the control planes.
    /// It needs nothing beside itself, is light or dark as its reader's screen is, and is the same for the same input.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="verified">A verification whose findings are drawn in: how each machine stands, who has the virtual IP, who is in the pools.</param>
    /// <returns>The text of an <c>.svg</c> file.</returns>
    public static string ToSvg(this Cluster cluster, CheckReport? verified = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var state = verified is null ? TopologyState.None : VerificationState.Of(cluster, verified);
        return Markup.Write(TopologyDrawing.Draw(cluster, state, narrow: false, "topology", TopologyStyle.Alone));
    }

    /// <summary>The cluster's machines as a flowchart in the language of Mermaid, for a Markdown page between <c>```mermaid</c> and <c>```</c>.</summary>
    /// <param name="cluster">The cluster.</param>
    public static string ToMermaid(this Cluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return MermaidText.Write(cluster);
    }
}
