namespace KubeHa.Lab;

/// <summary>What proofs and tests work with.</summary>
internal sealed class Bench
{
    public Bench()
    {
        Lab = new DataCentre(Talk);
        Program = new ReferenceProgram(Talk);
        Cluster = new ClusterOfLab(Talk, Lab, Program);
    }

    public Talk Talk { get; } = new();

    public DataCentre Lab { get; }

    public ReferenceProgram Program { get; }

    public ClusterOfLab Cluster { get; }
}
