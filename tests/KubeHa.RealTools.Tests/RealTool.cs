namespace KubeHa.RealTools.Tests;

/// <summary>The programs that these tests run, and the Debian packages they come from.</summary>
internal static class RealTool
{
    public const string Busybox = "busybox";
    public const string Containerd = "containerd";
    public const string CreateRepo = "createrepo_c";
    public const string Dash = "dash";
    public const string Dnf = "dnf";
    public const string Ip = "ip";
    public const string Iptables = "iptables";
    public const string Ipvsadm = "ipvsadm";
    public const string Keepalived = "keepalived";
    public const string Modprobe = "modprobe";
    public const string OpenSsl = "openssl";
    public const string RpmBuild = "rpmbuild";
    public const string Nft = "nft";
    public const string Shellcheck = "shellcheck";
    public const string SystemdAnalyze = "systemd-analyze";
    public const string UserModeLinux = "linux.uml";

    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        [Busybox] = "busybox-static",
        [Containerd] = "containerd",
        [CreateRepo] = "createrepo-c",
        [Dash] = "dash",
        [Dnf] = "dnf",
        [Ip] = "iproute2",
        [Iptables] = "iptables",
        [Ipvsadm] = "ipvsadm",
        [Keepalived] = "keepalived",
        [Modprobe] = "kmod",
        [Nft] = "nftables",
        [OpenSsl] = "openssl",
        [RpmBuild] = "rpm",
        [Shellcheck] = "shellcheck",
        [SystemdAnalyze] = "systemd",
        [UserModeLinux] = "user-mode-linux",
    };

    /// <summary>Whether a missing program is a failure: what is skipped in continuous integration is never seen again.</summary>
    public static bool MustBeThere => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>What is missing, with the package it comes in; <see langword="null"/> where nothing is.</summary>
    public static string? Missing(IEnumerable<string> commands)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            return "It needs Linux and root.";
        }

        var missing = commands.Where(command => !IsThere(command)).Select(command => $"{command} (package {Packages[command]})").ToArray();
        return missing.Length == 0 ? null : $"Not installed: {string.Join(", ", missing)}. tests/real-tools-install.sh installs it.";
    }

    private static bool IsThere(string command) =>
        new[] { "/usr/sbin", "/usr/bin", "/sbin", "/bin" }.Any(folder => File.Exists(Path.Combine(folder, command)));
}
