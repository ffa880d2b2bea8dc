using System.Text;

namespace KubeHa.Simulation;

/// <summary>
/// A copy of busybox whose shell takes every command from PATH. Debian's prefers its own built-in tools, and so would run its own ip, sysctl and
/// modprobe instead of the stand-ins; here each built-in's name is made one that nobody types.
/// </summary>
internal static class BusyboxShell
{
    private static readonly string[] Kept = ["sh", "ash", "busybox"];

    public static void Write(string path)
    {
        var program = File.ReadAllBytes("/usr/bin/busybox");
        var inTable = program.AsSpan().IndexOf("\0modprobe\0"u8);
        var at = program.AsSpan(0, Math.Max(inTable, 0)).LastIndexOf("[\0[[\0"u8);
        if (at < 0)
        {
            throw new SimulationUnavailableException("this busybox has no table of names where it is expected.");
        }

        while (program[at] != 0)
        {
            var end = at + program.AsSpan(at).IndexOf((byte)0);
            if (end - at > 1 && !Kept.Contains(Encoding.ASCII.GetString(program, at, end - at)))
            {
                program[end - 1] = 0x7f;
            }

            at = end + 1;
        }

        File.WriteAllBytes(path, program);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
    }
}
