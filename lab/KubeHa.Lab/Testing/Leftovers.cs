namespace KubeHa.Lab;

/// <summary>What "lab down" must not leave: looked for without the lab's own code.</summary>
internal static class Leftovers
{
    public static IReadOnlyList<string> Find()
    {
        var left = new List<string>();
        if (Directory.Exists("/run/netns"))
        {
            left.AddRange(Directory.EnumerateFiles("/run/netns", "kh-*"));
        }

        foreach (var mount in File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')))
        {
            if (mount[4].StartsWith(Layout.State + "/", StringComparison.Ordinal))
            {
                left.Add("mount " + mount[4]);
            }

            // Fields after the separator: file system, source, options.
            if (mount[Array.IndexOf(mount, "-") + 1] == "cgroup" && Directory.Exists(Path.Join(mount[4], "kubeha-lab")))
            {
                left.Add("cgroup " + Path.Join(mount[4], "kubeha-lab"));
            }
        }

        left.AddRange(Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(Machine).OfType<string>());
        return left.Distinct().ToList();
    }

    private static string? Machine(string folder)
    {
        try
        {
            var words = File.ReadAllText(Path.Join(folder, "cmdline")).Split('\0');
            return words.Skip(1).Any(word => word.Contains(Layout.State + "/machines/", StringComparison.Ordinal))
                ? $"process {Path.GetFileName(folder)} {Path.GetFileName(words[0])}"
                : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
