namespace KubeHa.Lab;

/// <summary>Where things lie.</summary>
internal static class Layout
{
    public const string State = "/var/lib/kubeha-lab";

    public const string Operator = State + "/operator";

    public const string Inventory = Operator + "/inventory.yaml";

    /// <summary>Progress of proofs, their scratch files and the programs they run.</summary>
    public const string Proofs = State + "/proof";

    public static string Root { get; } = FindRoot();

    public static string LabCommand { get; } = Path.Join(Root, "lab", "lab");

    public static string Results { get; } = Path.Join(Root, "docs", "proof");

    public static string DrillPage { get; } = Path.Join(Root, "docs", "drills.md");

    public static string Page { get; } = Path.Join(Root, "docs", "proofs.md");

    /// <summary>What a machine of kind host has on its disk, seen from outside.</summary>
    public static string OnDisk(string machine, string path) =>
        path.StartsWith("/var/lib/etcd", StringComparison.Ordinal)
            ? Path.Join(State, "machines", machine, "etcd", path["/var/lib/etcd".Length..])
            : Path.Join(State, "machines", machine, "upper", path);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "KubeHa.sln")))
            {
                return folder;
            }
        }

        throw new UsageException("this program belongs into the source tree: there is no KubeHa.sln above it");
    }
}
