using KubeHa;

namespace ReferenceCluster.Verbs;

/// <summary>Prints the cluster as a file, or the file's schema. Talks to no machine.</summary>
internal static class ClusterFileVerb
{
    public static int Run(Settings settings, bool schema)
    {
        Console.Write(schema ? ClusterFile.Schema : ClusterFile.Write(settings.BuildCluster()));
        return ExitCodes.Done;
    }
}
