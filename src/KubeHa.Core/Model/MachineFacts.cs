namespace KubeHa;

/// <summary>What only the machine itself knows. Typed by the user or filled by discovery; rendering reports every missing fact that it needs and guesses none.</summary>
public sealed record MachineFacts
{
    /// <summary>Nothing is known.</summary>
    public static MachineFacts Unknown { get; } = new();

    /// <summary>The network interface that bears the machine's address, for example <c>eth0</c>.</summary>
    public string? Interface { get; init; }

    /// <summary>The prefix length of that address, for example 24, in IPv6 64.</summary>
    public int? PrefixLength { get; init; }

    /// <summary>ID of os-release(5), for example <c>debian</c>.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>VERSION_ID of os-release(5), for example <c>12</c>.</summary>
    public string? OperatingSystemVersion { get; init; }

    /// <summary>What uname -m prints, for example <c>x86_64</c>.</summary>
    public string? Architecture { get; init; }

    /// <summary>What uname -r prints.</summary>
    public string? Kernel { get; init; }

    /// <summary>The version of keepalived; needed of directors.</summary>
    public Version? Keepalived { get; init; }

    /// <summary>The version of the container runtime, where one is installed.</summary>
    public Version? Runtime { get; init; }
}
