using System.Security.Cryptography;

namespace KubeHa.Ssh.Tests;

/// <summary>Users of this machine with one login shell each; removed again.</summary>
public sealed class TestUsers : IDisposable
{
    private const string SudoersFolder = "/etc/sudoers.d";

    private readonly string suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-users-").FullName;
    private readonly List<string> users = [];

    public TestUsers()
    {
        Run.Program("/bin/chmod", "755", folder);
        if (!File.Exists("/usr/bin/busybox") || !Directory.Exists(SudoersFolder))
        {
            throw new InvalidOperationException("busybox or sudo is missing. Install the packages busybox and sudo.");
        }
    }

    public Secret SudoPassword { get; } = new("p'w \"$x!" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));

    /// <summary>A shell of busybox: it looks at the name it is called by.</summary>
    public string BusyboxShell
    {
        get
        {
            string link = $"{folder}/sh";
            if (!File.Exists(link))
            {
                File.CreateSymbolicLink(link, "/usr/bin/busybox");
            }

            return link;
        }
    }

    public string Add(string shell, string? sudoers = null, bool withPassword = false, string? bashrc = null)
    {
        string user = $"kht{users.Count}{suffix}";
        string home = $"{folder}/{user}";
        // '*' is no password, but unlike '!' it does not lock the account for sshd without PAM.
        string hash = withPassword ? Run.Program("openssl", "passwd", "-6", SudoPassword.Reveal()).Trim() : "*";
        Run.Program("/usr/sbin/useradd", "-M", "-d", home, "-s", shell, "-p", hash, user);
        users.Add(user);
        Directory.CreateDirectory(home);
        if (bashrc is not null)
        {
            File.WriteAllText($"{home}/.bashrc", bashrc);
        }

        if (sudoers is not null)
        {
            File.WriteAllText($"{SudoersFolder}/{user}", sudoers.Replace("USER", user, StringComparison.Ordinal) + "\n");
            Run.Program("/bin/chmod", "440", $"{SudoersFolder}/{user}");
        }

        return user;
    }

    public void Dispose()
    {
        foreach (string user in users)
        {
            File.Delete($"{SudoersFolder}/{user}");
            Run.Try("/usr/sbin/userdel", "-f", user);
        }

        Directory.Delete(folder, recursive: true);
    }
}
