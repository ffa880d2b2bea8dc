using System.Globalization;

namespace KubeHa.Converge;

/// <summary>What is measured, and where things are.</summary>
internal sealed record MeasureOptions
{
    /// <summary>Added round-trip times in milliseconds.</summary>
    public IReadOnlyList<int> RoundTrips { get; init; } = [0, 20, 50];

    /// <summary>Added round-trip times at which first installations are measured.</summary>
    public IReadOnlyList<int> InstallRoundTrips { get; init; } = [0, 20, 50];

    /// <summary>Added round-trip times at which Ansible's looks are measured.</summary>
    public IReadOnlyList<int> AnsibleRoundTrips { get; init; } = [0, 20, 50];

    public int Rounds { get; init; } = 3;

    /// <summary>Whether Ansible takes part; without it a run takes a minute, for work on KubeHa's own speed.</summary>
    public bool WithAnsible { get; init; } = true;

    /// <summary>The same program for the runtime with a just-in-time compiler; empty where it is not measured.</summary>
    public string JitProgram { get; init; } = "";

    /// <summary>Where the scripts of the benchmark are.</summary>
    public required string Source { get; init; }

    /// <summary>A folder for keys, files and machines; made anew by the caller.</summary>
    public required string Folder { get; init; }

    /// <summary>The file for the results; empty for none.</summary>
    public string Result { get; init; } = "";

    public string Commit { get; init; } = "";

    public bool Dirty { get; init; }

    public static MeasureOptions Parse(IEnumerable<string> arguments)
    {
        var values = arguments.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var options = new MeasureOptions { Source = values["source"], Folder = values["folder"] };
        return options with
        {
            RoundTrips = Numbers("rtt") ?? options.RoundTrips,
            InstallRoundTrips = Numbers("install-rtt") ?? options.InstallRoundTrips,
            AnsibleRoundTrips = Numbers("ansible-rtt") ?? options.AnsibleRoundTrips,
            Rounds = Numbers("rounds")?[0] ?? options.Rounds,
            WithAnsible = values.GetValueOrDefault("ansible", "yes") == "yes",
            JitProgram = values.GetValueOrDefault("jit", ""),
            Result = values.GetValueOrDefault("result", ""),
            Commit = values.GetValueOrDefault("commit", ""),
            Dirty = values.GetValueOrDefault("dirty", "no") == "yes",
        };

        List<int>? Numbers(string name) => !values.TryGetValue(name, out var text) ? null
            : text.Length == 0 ? [] : [.. text.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    }
}
