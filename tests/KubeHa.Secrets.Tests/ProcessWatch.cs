using System.Globalization;
using System.Text;
using KubeHa.Simulation;

namespace KubeHa.Secrets.Tests;

/// <summary>
/// What <c>ps</c> would show on the machines: arguments and environment of processes. Every program that is started by name writes its own down first
/// (the simulation's hook), and whatever runs is looked at from outside again and again.
/// </summary>
internal sealed class ProcessWatch : IDisposable
{
    private const string Hook = """
        # shellcheck shell=sh
        /real/bin/cat "/proc/$$/cmdline" >>/sim/arguments
        echo >>/sim/arguments
        /real/bin/cat "/proc/$$/environ" >>/sim/environments
        echo >>/sim/environments

        """;

    private readonly World world;
    private readonly Haystack seen;
    private readonly string space;
    private readonly CancellationTokenSource end = new();
    private readonly Thread looking;

    public ProcessWatch(World world, Haystack seen)
    {
        this.world = world;
        this.seen = seen;
        File.WriteAllText(Path.Combine(world.Shared, "tools/hook.sh"), Hook);
        File.CreateSymbolicLink(Path.Combine(world.Shared, "tools/wrap/sh"), "../wrapper");
        foreach (var machine in world.Cluster.Machines)
        {
            var root = world.RootOf(machine.Name);
            File.WriteAllText(Path.Combine(root, "sim/armed"), "");
            File.CreateSymbolicLink(Path.Combine(root, "usr/local/bin"), "/tools/wrap");
        }

        // World.Shared is /proc/FIRST-PROCESS/root/...
        space = Link($"/proc/{world.Shared.Split('/')[2]}/ns/pid_for_children") ?? throw new InvalidOperationException("The machines have no processes of their own.");
        looking = new Thread(Look) { IsBackground = true, Name = "process list" };
        looking.Start();
    }

    /// <summary>Stops looking and takes in what programs wrote down.</summary>
    public void Dispose()
    {
        end.Cancel();
        looking.Join();
        end.Dispose();
        foreach (var machine in world.Cluster.Machines)
        {
            foreach (var (file, place) in new[] { ("arguments", "arguments of programs"), ("environments", "environments of programs") })
            {
                var path = Path.Combine(world.RootOf(machine.Name), "sim", file);
                foreach (var line in File.Exists(path) ? File.ReadAllText(path).Split('\n') : [])
                {
                    seen.Add(place, line.Replace('\0', ' '));
                }
            }
        }
    }

    private void Look()
    {
        while (!end.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                if (Link($"{process}/ns/pid") == space)
                {
                    seen.Add("process list, arguments", Read($"{process}/cmdline"));
                    seen.Add("process list, environments", Read($"{process}/environ"));
                }
            }

            end.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
        }
    }

    private static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path)).Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
