using System.Diagnostics;

namespace KubeHa.Templates.Tests;

/// <summary>
/// Machines in a network of their own, each with its own /root, /etc/ssh and /run, and a real sshd on its own address: namespaces of this machine, which all end with the first process.
/// </summary>
internal sealed class LoginMachines : ITransport, IDisposable
{
    private readonly Process network;
    private readonly Dictionary<string, Process> machines = [];

    public LoginMachines(IEnumerable<Machine> machines)
    {
        Machine[] all = [.. machines];
        network = Start("/usr/bin/unshare", "-n", "sh", "-c", $"ip link set lo up; {string.Concat(all.Select(machine => $"ip addr add {machine.Address}/32 dev lo; "))} echo up; exec sleep 600");
        foreach (var machine in all)
        {
            this.machines[machine.Name] = Start("/usr/bin/nsenter", "-t", $"{network.Id}", "-n", "unshare", "-m", "sh", "-c", $$"""
                for d in /root /etc/ssh /run; do mount -t tmpfs -o mode=755 none $d || exit 1; done
                chmod 700 /root; mkdir -m 755 /run/sshd
                for t in ed25519 ecdsa; do ssh-keygen -q -t $t -N '' -f /etc/ssh/ssh_host_${t}_key; done
                printf 'ListenAddress {{machine.Address}}\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\nPidFile none\nAuthorizedKeysFile .ssh/authorized_keys\n' >/etc/ssh/sshd_config
                echo up; exec /usr/sbin/sshd -D -e 2>/root/sshd.log
                """);
        }
    }

    public static bool CanRun => Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/sshd") && File.Exists("/usr/bin/unshare");

    public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) =>
        new Session(await new LocalTransport().ConnectAsync(target, cancellationToken), machines[target.Name].Id);

    /// <summary>What a script on a machine writes, whatever comes of it.</summary>
    public async Task<string> SayAsync(string machine, string script)
    {
        await using var session = await ConnectAsync(new Target(machine, System.Net.IPAddress.Loopback));
        var answer = await session.ExecuteAsync(new ExecRequest(script + " 2>&1"));
        return answer.StandardOutput.TrimEnd('\n');
    }

    public void Dispose()
    {
        foreach (var process in machines.Values.Append(network))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        return process.StandardOutput.ReadLine() == "up" ? process : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} did not come up.");
    }

    private sealed class Session(IHostSession inner, int process) : IHostSession
    {
        public Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default) => inner.ExecuteAsync(
            new ExecRequest(ShellScript.Sh($"exec nsenter -t {process} -n -m sh -c {request.Command}").Text) { StandardInput = request.StandardInput, StandardOutput = request.StandardOutput }, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
