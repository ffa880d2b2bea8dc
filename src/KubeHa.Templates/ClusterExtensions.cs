namespace KubeHa;

/// <summary>What can be done with a <see cref="Cluster"/>: its files, its plans, its bring-up, its verification.</summary>
public static partial class ClusterExtensions;
