using System.Diagnostics;
using System.Net.Sockets;

namespace KubeHa.Converge;

/// <summary>The machines and the network to them. Everything lives in namespaces that end with this process.</summary>
internal sealed class Machines(MeasureOptions options, IReadOnlyList<Target> targets) : IDisposable
{
    private readonly List<Process> running = [];
    private Process? relay;

    private static string Inside(int number) => $"10.99.0.{number + 10}";

    public void BuildNetwork()
    {
        Child.Run("ip", "link", "set", "lo", "up").Must();
        Child.Run("ip", "link", "add", "machines", "type", "bridge").Must();
        Child.Run("ip", "addr", "add", "10.99.0.1/24", "dev", "machines").Must();
        Child.Run("ip", "link", "set", "machines", "up").Must();
        foreach (var target in targets)
        {
            Child.Run("ip", "addr", "add", $"{target.Address}/32", "dev", "lo").Must();
        }
    }

    /// <summary>Fresh machines, as bare as the first time.</summary>
    public void Renew()
    {
        Stop();
        foreach (var (target, number) in targets.Select((target, number) => (target, number)))
        {
            var folder = Path.Join(options.Folder, "m", target.Name);
            if (Directory.Exists(folder))
            {
                Child.Run("rm", "-rf", "--one-file-system", folder).Must();
            }

            Directory.CreateDirectory(folder);
            var start = new ProcessStartInfo("unshare", ["--mount", "--net", "--pid", "--fork", "--kill-child", "--propagation", "private", "sh", Path.Join(options.Source, "machine"), folder, Inside(number) + "/24"])
            {
                RedirectStandardInput = true,
            };
            var machine = Process.Start(start)!;
            running.Add(machine);
            var network = $"/proc/{machine.Id}/ns/net";
            Wait(() => new FileInfo(network).LinkTarget is { } link && link != new FileInfo("/proc/self/ns/net").LinkTarget, $"{target.Name} has no network");
            Child.Run("ip", "link", "add", $"to-{target.Name}", "type", "veth", "peer", "name", "eth0", "netns", $"{machine.Id}").Must();
            Child.Run("ip", "link", "set", $"to-{target.Name}", "master", "machines", "up").Must();
            machine.StandardInput.WriteLine("go");
        }

        for (var number = 0; number < targets.Count; number++)
        {
            var address = Inside(number);
            var machine = running[number];
            Wait(() => machine.HasExited || Answers(address), $"{targets[number].Name} does not answer");
            if (machine.HasExited)
            {
                throw new InvalidOperationException($"{targets[number].Name} ended with {machine.ExitCode}.");
            }
        }
    }

    /// <summary>Puts the network in place that takes so much longer.</summary>
    public void SetRoundTrip(int milliseconds)
    {
        EndRelay();
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["relay", $"{milliseconds}", .. targets.Select((target, number) => $"{target.Address}={Inside(number)}")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        relay = Process.Start(start)!;
        if (relay.StandardOutput.ReadLine() != "ready")
        {
            throw new InvalidOperationException("The relay did not start.");
        }
    }

    /// <summary>What the machines have used of the processor, in seconds: sshd is the first process of each, and everything else ends under it.</summary>
    public double CpuSeconds() => running.Sum(machine =>
    {
        var first = File.ReadAllText($"/proc/{machine.Id}/task/{machine.Id}/children").Trim();
        return Child.CpuFields($"/proc/{first}/stat", 11, 12, 13, 14);
    });

    public void Dispose()
    {
        EndRelay();
        Stop();
    }

    private void Stop()
    {
        foreach (var machine in running)
        {
            machine.Kill();
            machine.WaitForExit();
            machine.Dispose();
        }

        running.Clear();

        // Each goes with its other end, which the kernel takes away in its own time.
        foreach (var target in targets)
        {
            Child.Run("ip", "link", "del", $"to-{target.Name}");
        }
    }

    private void EndRelay()
    {
        relay?.StandardInput.Close();
        relay?.WaitForExit();
        relay?.Dispose();
        relay = null;
    }

    private static bool Answers(string address)
    {
        try
        {
            using var client = new TcpClient(address, 22);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Wait(Func<bool> condition, string otherwise)
    {
        if (!SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(60)))
        {
            throw new InvalidOperationException(otherwise + " after a minute.");
        }
    }
}
