using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Converge;

/// <summary>Where it was measured and with what.</summary>
internal static class Surroundings
{
    public static JsonObject Machine() => new()
    {
        ["cores"] = Environment.ProcessorCount,
        ["memoryGigabytes"] = Math.Round(double.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1e6, 1),
        ["processor"] = After("/proc/cpuinfo", "model name"),
        ["kernel"] = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        ["os"] = After("/etc/os-release", "PRETTY_NAME").Trim('"'),
        ["nice"] = int.Parse(Child.Run("nice").Must().Output, CultureInfo.InvariantCulture),
    };

    public static JsonObject Programs() => new()
    {
        ["ssh"] = Child.Run("ssh", "-V").Output.Trim(),
        ["ansible"] = Child.Run("ansible-playbook", "--version") is { Code: 0 } version ? version.Output.Split('\n')[0].Trim() : "none",
        ["python"] = Child.Run("/usr/bin/python3", "--version").Output.Trim(),
        ["dotnet"] = Environment.Version.ToString(),
    };

    private static string After(string file, string name) => File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? line[(line.IndexOfAny([':', '=']) + 1)..].Trim() : "";
}
