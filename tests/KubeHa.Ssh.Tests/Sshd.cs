using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KubeHa.Ssh.Tests;

/// <summary>A real sshd on a loopback port with keys of its own; root and the given users log in with one key.</summary>
public sealed class Sshd : IDisposable
{
    private const string Program = "/usr/sbin/sshd";

    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-sshd-").FullName;
    private readonly ConcurrentQueue<string> log = new();
    private readonly bool isWholeMachine;
    private Process? process;

    public Sshd(string extraConfig = "", params string[] hostKeyTypes)
        : this(false, extraConfig, hostKeyTypes)
    {
    }

    /// <param name="isWholeMachine">Whether it is the first process of a machine of its own, with an own /run: all processes end with it, and what is in /run too.</param>
    /// <param name="extraConfig">What its configuration begins with.</param>
    /// <param name="hostKeyTypes">Which keys it has.</param>
    public Sshd(bool isWholeMachine, string extraConfig = "", params string[] hostKeyTypes)
    {
        this.isWholeMachine = isWholeMachine;
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException($"{Program} is missing. Install the package openssh-server (the tests also use busybox and sudo).");
        }

        Directory.CreateDirectory("/run/sshd");
        // Users other than root read the authorized keys themselves.
        Run.Program("/bin/chmod", "755", folder);
        foreach (string type in hostKeyTypes.Length == 0 ? ["ed25519", "ecdsa", "rsa"] : hostKeyTypes)
        {
            NewHostKey(type);
        }

        KeyFile.New(UserKeyFile);
        File.Copy(UserKeyFile + ".pub", $"{folder}/authorized_keys");
        Port = FreePort();
        // bash reads root's ~/.bashrc for what sshd starts, unless it is no outermost shell: what stands there is the machine's own affair, slow, and may wait for others.
        // The first value of a keyword holds, so what a test asks for comes first; a Match block reaches to the next one.
        string[] parts = extraConfig.Split("Match ", 2);
        File.WriteAllText($"{folder}/sshd_config", $"""
            {parts[0]}
            Port {Port}
            ListenAddress 127.0.0.1
            {string.Join('\n', Directory.GetFiles(folder, "host_*_key").Select(file => $"HostKey {file}"))}
            AuthorizedKeysFile {folder}/authorized_keys
            PidFile none
            UsePAM no
            StrictModes no
            LogLevel VERBOSE
            {(parts.Length > 1 ? "Match " + parts[1] : "")}
            Match User root
                SetEnv SHLVL=1
            """);
        Start();
    }

    public int Port { get; }

    public string Folder => folder;

    public string UserKeyFile => $"{folder}/id";

    public int ProcessId => process!.Id;

    public IReadOnlyCollection<string> Log => log;

    public Target Target { get; } = new("machine", IPAddress.Loopback);

    public string KnownHostsText => string.Concat(Directory.GetFiles(folder, "host_*_key.pub")
        .Select(file => $"[127.0.0.1]:{Port} {string.Join(' ', File.ReadAllText(file).Split(' ')[..2])}\n"));

    public SshOptions Options(string user = "root", KnownHosts? knownHosts = null, SshTargetOptions? target = null, TimeSpan? keepAlive = null) => new()
    {
        User = user,
        Port = Port,
        PrivateKeyFile = UserKeyFile,
        KnownHosts = knownHosts ?? KnownHosts.Parse(KnownHostsText),
        Targets = target is null ? new Dictionary<string, SshTargetOptions>() : new() { ["machine"] = target },
        ConnectTimeout = TimeSpan.FromSeconds(60), // a test machine may be busy
        DeadPeerTimeout = keepAlive * 4 ?? TimeSpan.FromSeconds(30),
    };

    public string PublicHostKey(string type) => File.ReadAllText($"{folder}/host_{type}_key.pub");

    public string Fingerprint(string type) => Run.Program("ssh-keygen", "-lf", $"{folder}/host_{type}_key.pub").Split(' ')[1];

    /// <summary>sshd's children: one a connection, and below it what it runs.</summary>
    public int[] ConnectionProcesses() => [.. Run.Try("/usr/bin/pgrep", "-P", $"{ProcessId}").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    public void Start()
    {
        string[] words = ["-D", "-e", "-f", $"{folder}/sshd_config"];
        var start = isWholeMachine
            ? new ProcessStartInfo("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", "mount -t tmpfs none /run && mkdir /run/sshd && exec \"$@\"", "sh", Program, .. words])
            : new ProcessStartInfo(Program, words);
        start.RedirectStandardError = true;
        process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, e) => log.Enqueue(e.Data ?? "");
        process.Start();
        process.BeginErrorReadLine();
        if (!SpinWait.SpinUntil(() => process.HasExited || Listens(), TimeSpan.FromSeconds(60)) || process.HasExited)
        {
            throw new InvalidOperationException($"sshd did not start:\n{string.Join('\n', log)}");
        }
    }

    /// <summary>Signs a host key with an authority's key and shows the certificate from now on.</summary>
    public void ShowCertificate(string type, string authority, params string[] options)
    {
        Run.Program("ssh-keygen", ["-q", "-s", authority, "-I", "the-host", "-h", .. options, $"{folder}/host_{type}_key.pub"]);
        string config = $"{folder}/sshd_config";
        File.WriteAllText(config, $"HostCertificate {folder}/host_{type}_key-cert.pub\n{File.ReadAllText(config)}");
        Stop();
        Start();
    }

    /// <summary>Ends sshd and all its connections, as a reboot does.</summary>
    public void Stop()
    {
        foreach (int id in ConnectionProcesses().Append(ProcessId))
        {
            Run.Try("/bin/kill", "-KILL", $"{id}");
        }

        process!.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        process!.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void NewHostKey(string type) => KeyFile.New($"{folder}/host_{type}_key", type);

    // It binds one address after another, the last one of its configuration first.
    private bool Listens()
    {
        try
        {
            foreach (string line in File.ReadLines($"{folder}/sshd_config").Where(line => line.StartsWith("ListenAddress ", StringComparison.Ordinal)))
            {
                using var client = new TcpClient(line.Split(' ')[1], Port);
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Below the ports that the kernel gives to outgoing connections (from 32768), so that none takes it away in between,
    // and free on every address.
    private static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Any, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }
}
