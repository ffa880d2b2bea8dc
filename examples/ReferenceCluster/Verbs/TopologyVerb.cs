using KubeHa;

namespace ReferenceCluster.Verbs;

/// <summary>Prints the machines of the cluster as a drawing for documentation. Talks to no machine.</summary>
internal static class TopologyVerb
{
    public static int Run(Settings settings, bool svg, bool mermaid)
    {
        if (svg == mermaid)
        {
            throw new InputException("Say which language: --svg or --mermaid.");
        }

        var cluster = settings.BuildCluster();
        Console.Write(svg ? cluster.ToSvg() : cluster.ToMermaid());
        return ExitCodes.Done;
    }
}
