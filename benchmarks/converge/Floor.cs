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
        foreach (var file in work.Files)
        {
            // Our block of a file, or the file with its mode and owner.
            var block = file.Placement == FilePlacement.Block;
            looks.Append(block
                ? $"sed -n '/^# BEGIN KubeHa$/,/^# END KubeHa$/p' {file.Path} | sha256sum\n"
                : $"stat -c '%a %U:%G' {file.Path}; sha256sum {file.Path}\n");
            var text = bind(file.Content);
            text = block ? $"# BEGIN KubeHa\n{text.TrimEnd('\n')}\n# END KubeHa\n" : text;
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            expected.Append(block ? $"{hash}  -\n" : $"{Work.Octal(file)} {file.Owner}\n{hash}  {file.Path}\n");
        }

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

    public Child Look() => Child.Run("sh", Script);
}
