using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KubeHa.Simulation;

/// <summary>
/// Simulated machines: folders of one temporary file system that exists only in namespaces of its own (user, mount, process, network), so that
/// nothing of it can reach this machine and nothing stays when its first process ends. Every machine is a root for chroot with the
/// stand-ins on its PATH; this machine's own /usr is there read-only.
/// </summary>
public sealed class World : IDisposable
{
    /// <summary>The real tools that scripts may use. Anything else is not found, so that nobody uses what real machines may lack.</summary>
    private static readonly string[] Tools =
    [
        "awk", "base64", "basename", "cat", "chmod", "chown", "cmp", "cp", "cut", "dd", "dirname", "find", "grep", "head", "id", "ln", "ls", "mkdir",
        "mktemp", "mv", "rm", "rmdir", "sed", "sha256sum", "sort", "stat", "sync", "tail", "touch", "tr", "uname", "uniq", "wc", "true", "false", "env", "flock",
        "setsid", "kill", "nohup", "tee", "timeout", "readlink", "test", "expr", "cksum", "od", "printf", "xargs",
    ];

    private readonly Process keeper;
    private readonly string mountPoint;
    private readonly string root;
    private readonly string init;
    private readonly Cluster cluster;

    public World(Cluster cluster, SimulatedShell shell)
    {
        this.cluster = cluster;
        mountPoint = Directory.CreateTempSubdirectory("kubeha-sim-").FullName;
        var start = new ProcessStartInfo("unshare")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in (string[])["--user", "--map-root-user", "--mount", "--pid", "--net", "--ipc", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", Keeper, "keeper", mountPoint])
        {
            start.ArgumentList.Add(word);
        }

        keeper = Process.Start(start) ?? throw new SimulationUnavailableException("unshare did not start.");
        try
        {
            var first = keeper.StandardOutput.ReadLine() ?? throw new SimulationUnavailableException($"no namespaces: {keeper.StandardError.ReadToEnd().Trim()}");
            init = first.Trim();
            root = $"/proc/{init}/root{mountPoint}";
            Populate(shell);
            keeper.StandardInput.WriteLine(string.Join(' ', cluster.Machines.Select(machine => machine.Name)));
            if (keeper.StandardOutput.ReadLine() != "ready")
            {
                throw new SimulationUnavailableException($"the machines could not be made: {keeper.StandardError.ReadToEnd().Trim()}");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Cluster Cluster => cluster;

    /// <summary>Where it is mounted in its own namespace; an empty folder for everybody else.</summary>
    public string Folder => mountPoint;

    /// <summary>Where what the network would carry is seen from outside.</summary>
    public string Shared => root;

    /// <summary>Where a machine's root is seen from outside.</summary>
    public string RootOf(string machine) => $"{root}/m/{machine}";

    /// <summary>The command line that runs a shell command on a machine, in a process group of its own.</summary>
    public ProcessStartInfo Shell(string machine, string command)
    {
        // What ignores SIGHUP (nohup does that) leaves it ignored to all that it starts: nothing would end when its connection is lost, as it does under sshd.
        var start = new ProcessStartInfo("env") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["--default-signal=HUP", "nsenter", "-t", init, "-U", "-m", "-p", "-n", "-i", "--preserve-credentials", "chroot", $"{mountPoint}/m/{machine}", "setsid", "/bin/sh", "-c", command])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["HOME"] = "/root";
        return start;
    }

    public void Dispose()
    {
        // The keeper ends when its standard input does, and with it every process and mount of its namespaces.
        try
        {
            keeper.StandardInput.Dispose();
            if (!keeper.WaitForExit(TimeSpan.FromSeconds(3)))
            {
                keeper.Kill();
                keeper.WaitForExit();
            }
        }
        catch (InvalidOperationException)
        {
            // It never started.
        }

        keeper.Dispose();
        Directory.Delete(mountPoint);
    }

    // /proc is still the outer one here, so its own number in it is the one by which others enter.
    private const string Keeper = """
        set -e
        W=$1
        read -r pid rest </proc/self/stat
        mount -t tmpfs -o mode=755,size=1g none "$W"
        echo "$pid"
        read -r machines
        : >"$W/uptime"
        mount --bind /proc/uptime "$W/uptime"
        for name in $machines; do
          m=$W/m/$name
          mount --bind "$W" "$m/world"
          mount --bind "$W/uptime" "$m/world/uptime"
          mount --bind "$W/tools" "$m/tools"
        done
        for name in $machines; do
          m=$W/m/$name
          mount --rbind /usr "$m/real"
          mount -o remount,bind,ro "$m/real"
          mount -t proc proc "$m/proc"
          mount --bind "$m/kernel/sys" "$m/proc/sys"
          for file in uptime swaps; do mount --bind "$m/kernel/$file" "$m/proc/$file"; done
          for device in null zero urandom; do : >"$m/dev/$device"; mount --bind "/dev/$device" "$m/dev/$device"; done
        done
        echo ready
        read -r end || true
        """;

    private void Populate(SimulatedShell shell)
    {
        var tools = $"{root}/tools";
        Directory.CreateDirectory($"{tools}/wrap");
        var standIns = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "StandIns")))
        {
            var name = Path.GetFileName(file);
            WriteScript($"{tools}/{name}", File.ReadAllText(file));
            if (!name.EndsWith(".sh", StringComparison.Ordinal) && name != "wrapper")
            {
                standIns.Add(name);
            }
        }

        foreach (var tool in Tools)
        {
            File.CreateSymbolicLink($"{tools}/wrap/{tool}", "../wrapper");
        }

        if (shell == SimulatedShell.Busybox)
        {
            BusyboxShell.Write($"{tools}/sh");
        }

        File.WriteAllText($"{root}/settings", $"VIP={cluster.Endpoint.VirtualAddress}\nENDPOINT={cluster.Endpoint.Name}\nPORT={cluster.Endpoint.Port.ToString(CultureInfo.InvariantCulture)}\n");
        File.WriteAllText($"{root}/machines", string.Concat(cluster.Machines.Select(machine => $"{machine.Name} {RoleOf(machine)} {machine.Address}\n")));
        Directory.CreateDirectory($"{root}/etcd");
        foreach (var machine in cluster.Machines)
        {
            Populate(machine, shell, standIns);
        }
    }

    private void Populate(Machine machine, SimulatedShell shell, List<string> standIns)
    {
        var m = RootOf(machine.Name);
        foreach (var folder in (string[])["real", "tools", "world", "dev", "usr/bin", "usr/sbin", "usr/local", "usr/libexec", "etc", "var/lib", "run", "root", "tmp", "proc", "kernel", "sys/module", "sys/class/net/eth0", "sim/units", "sim/pods", "sim/stopped"])
        {
            Directory.CreateDirectory($"{m}/{folder}");
        }

        foreach (var link in new DirectoryInfo("/").GetFileSystemInfos("lib*"))
        {
            File.CreateSymbolicLink($"{m}/{link.Name}", link.LinkTarget is { } target ? target.Replace("usr/", "real/", StringComparison.Ordinal) : $"real/{link.Name}");
        }

        foreach (var folder in (string[])["lib", "lib64", "share"])
        {
            File.CreateSymbolicLink($"{m}/usr/{folder}", $"../real/{folder}");
        }

        File.CreateSymbolicLink($"{m}/bin", "usr/bin");
        File.CreateSymbolicLink($"{m}/sbin", "usr/sbin");
        File.CreateSymbolicLink($"{m}/usr/bin/sh", shell == SimulatedShell.Busybox ? "/tools/sh" : "/real/bin/dash");
        foreach (var tool in Tools)
        {
            // Links of this machine's alternatives lead out of /usr: they are followed here.
            var file = new FileInfo($"/usr/bin/{tool}");
            var real = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
            if (!File.Exists(real) || !real.StartsWith("/usr/", StringComparison.Ordinal))
            {
                throw new SimulationUnavailableException($"/usr/bin/{tool} is not there.");
            }

            File.CreateSymbolicLink($"{m}/usr/bin/{tool}", "/real/" + real["/usr/".Length..]);
        }

        foreach (var standIn in standIns.Where(name => Belongs(machine, name)))
        {
            File.CreateSymbolicLink($"{m}/usr/sbin/{standIn}", $"/tools/{standIn}");
        }

        File.WriteAllText($"{m}/sim/name", machine.Name + "\n");
        File.WriteAllText($"{m}/sim/addr", $"lo 127.0.0.1/8\neth0 {machine.Address}/24\n");
        File.WriteAllText($"{m}/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        File.WriteAllText($"{m}/etc/group", "root:x:0:\n");
        File.WriteAllText($"{m}/etc/hosts", "127.0.0.1 localhost\n");
        File.WriteAllText($"{m}/etc/fstab", "/dev/vda / ext4 defaults 0 1\n");
        File.WriteAllText($"{m}/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
        File.WriteAllText($"{m}/etc/machine-id", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(machine.Name)))[..32] + "\n");
        File.WriteAllText($"{m}/sys/class/net/eth0/address", $"02:00:00:00:00:{machine.Address.GetAddressBytes()[3]:x2}\n");
        File.WriteAllText($"{m}/kernel/swaps", "Filename Type Size Used Priority\n/dev/vdb partition 1 0 -2\n");
        File.WriteAllText($"{m}/kernel/uptime", "100.00 0.00\n");
        foreach (var key in (string[])["ip_forward", "conf/all/arp_ignore", "conf/all/arp_announce", "conf/all/send_redirects", "conf/eth0/send_redirects"])
        {
            var file = $"{m}/kernel/sys/net/ipv4/{key}";
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, key.EndsWith("redirects", StringComparison.Ordinal) ? "1\n" : "0\n");
        }

        // What the packages of a real machine have started.
        if (machine is not Director)
        {
            Directory.CreateDirectory($"{m}/etc/kubernetes/manifests");
            File.WriteAllText($"{m}/sim/units/containerd.active", "1\n");
            File.WriteAllText($"{m}/sim/units/containerd.started", "0\n");
        }
    }

    private static bool Belongs(Machine machine, string standIn) => standIn switch
    {
        "keepalived" or "ipvsadm" => machine is Director,
        "kubeadm" or "kubelet" or "kubectl" or "crictl" or "containerd" => machine is ControlPlane or Worker,
        _ => true,
    };

    private static string RoleOf(Machine machine) => machine switch
    {
        ControlPlane => "control-plane",
        Worker => "worker",
        _ => "director",
    };

    private static void WriteScript(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
    }
}
