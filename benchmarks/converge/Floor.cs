using System.Security.Cryptography;
using System.Text;

namespace KubeHa.Converge;

/// <summary>
/// The least that must be done to know the same: one new connection a machine by OpenSSH, all at once, each with one script that looks at every file,
/// setting and unit once and prints what is there. What should be there is compared here.
/// </summary>
internal sealed class Floor(string folder, Work work, Func<Content, string> bind)
{
    private string Script => Path.Join(folder, "floor.sh");

    public void Write()
    {
        var looks = new StringBuilder();
        var expected = new StringBuilder();
        foreach (var file in work.Files.Where(IsBlock))
        {
            looks.Append($"sed -n '/^# BEGIN KubeHa$/,/^# END KubeHa$/p' {file.Path} | sha256sum\n");
            expected.Append($"{Hash($"# BEGIN KubeHa\n{bind(file.Content).TrimEnd('\n')}\n# END KubeHa\n")}  -\n");
        }

        // Two programs for all of them, as KubeHa does it.
        var whole = work.Files.Where(file => !IsBlock(file)).ToList();
        var paths = string.Join(' ', whole.Select(file => file.Path));
        looks.Append($"stat -c '%a %U:%G' {paths}\nsha256sum {paths}\n");
        expected.Append(string.Concat(whole.Select(file => $"{Work.Octal(file)} {file.Owner}\n")));
        expected.Append(string.Concat(whole.Select(file => $"{Hash(bind(file.Content))}  {file.Path}\n")));

        foreach (var (key, value) in Work.Settings)
        {
            looks.Append($"sysctl -n {key}\n");
            expected.Append(value).Append('\n');
        }

        foreach (var unit in Work.Units)
        {
            looks.Append($"systemctl is-active {unit}\n");
            expected.Append("active\n");
        }

        Directory.CreateDirectory(Path.Join(folder, "floor"));
        File.WriteAllText(Path.Join(folder, "floor", "looks"), looks.ToString());
        File.WriteAllText(Path.Join(folder, "floor", "expected"), expected.ToString());
        File.WriteAllText(Script, $$"""
            #!/bin/sh
            cd {{folder}}/floor || exit 1
            looks=$(cat looks)
            for machine in {{string.Join(' ', work.Machines.Select(machine => machine.Address))}}; do
                ssh -F none -n -o BatchMode=yes -o UserKnownHostsFile=../known_hosts -i ../id_ed25519 root@$machine "$looks" >$machine.seen 2>&1 &
            done
            wait
            for machine in {{string.Join(' ', work.Machines.Select(machine => machine.Address))}}; do
                diff expected $machine.seen || :
            done

            """);
    }

    private static bool IsBlock(ConfigFile file) => file.Placement == FilePlacement.Block;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public Child Look() => Child.Run("sh", Script);
}
