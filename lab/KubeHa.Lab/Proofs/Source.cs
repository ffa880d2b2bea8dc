using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeHa.Lab;

/// <summary>What was proved: the commit, and whether the tree differs from it. Pages and results under docs/ do not count.</summary>
internal sealed record Source(string Commit, string? Difference)
{
    public bool Dirty => Difference is not null;

    /// <summary>Rounds of one key belong together.</summary>
    public string Key => Dirty ? $"{Commit}+{Difference}" : Commit;

    public static async Task<Source> ReadAsync(CancellationToken cancellationToken)
    {
        var commit = await GitAsync(["rev-parse", "HEAD"], cancellationToken);
        var status = await GitAsync(["status", "--porcelain", "--", ".", ":!docs"], cancellationToken);
        if (status.Length == 0)
        {
            return new Source(commit, null);
        }

        var difference = status + await GitAsync(["diff", "HEAD", "--", ".", ":!docs"], cancellationToken);
        return new Source(commit, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(difference)))[..12]);
    }

    /// <summary>The machine that the lab stands on.</summary>
    public static JsonObject Machine() => new()
    {
        ["cores"] = Environment.ProcessorCount,
        ["memoryGigabytes"] = Math.Round(MemoryKilobytes() / 1e6, 1),
        ["kernel"] = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        ["os"] = File.ReadLines("/etc/os-release").First(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))["PRETTY_NAME=".Length..].Trim('"'),
    };

    private static double MemoryKilobytes() => double.Parse(
        File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> GitAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        (await Child.RunAsync("git", ["-C", Layout.Root, .. arguments], cancellationToken)).Must().Output.Trim();
}
