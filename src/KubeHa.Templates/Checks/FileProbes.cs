using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>The look at every managed file of a machine, and at private files that others may read. Read-only; few programs, whatever the number of files.</summary>
internal static class FileProbes
{
    public static ShellScript Of(IReadOnlyCollection<ConfigFile> files)
    {
        var lasting = files.Where(file => file.Placement != FilePlacement.Transient).ToList();
        var plain = lasting.Where(file => ManagedText.IsCompared(file) && file.Placement == FilePlacement.Whole && ManagedText.Masks(file).Count == 0).Select(file => file.Path).ToList();
        return Lines([
            lasting.Count > 0 ? Sh($"stat -c 'stat=%a %U:%G %F %n' {lasting.Select(file => file.Path)} 2>/dev/null") : Sh($":"),
            plain.Count > 0 ? Sh($"sha256sum {plain} 2>/dev/null | sed 's/^/sum=/'") : Sh($":"),
            .. lasting.Where(file => ManagedText.IsCompared(file) && !plain.Contains(file.Path)).Select(Masked),
            Loose,
        ]);
    }

    private static ShellScript Masked(ConfigFile file) => file.Placement == FilePlacement.Block
        ? Sh($$"""[ -r {{file.Path}} ] && echo "sum=$(awk -v b={{ManagedText.BlockBegin}} -v e={{ManagedText.BlockEnd}} '$0 == e {inside = 0} inside {print} $0 == b {inside = 1}' {{file.Path}} | sha256sum | cut -d' ' -f1)  "{{file.Path}}""")
        : Sh($"""[ -r {file.Path} ] && echo "sum=$(sed {ManagedText.Masks(file).SelectMany(mask => new[] { "-e", mask })} {file.Path} | sha256sum | cut -d' ' -f1)  "{file.Path}""");

    // Keys, what holds one, and nothing that is a certificate only.
    private static ShellScript Loose { get; } = Sh($$"""
        command -v find >/dev/null && echo "looked=private"
        find /etc/kubernetes /var/lib/kubelet/pki {{FilePaths.ClientKubeconfig}} -type f \( -name '*.key' -o -name '*.conf' -o -name '*.pem' -o -name config \) -exec stat -c '%a %n' {} + 2>/dev/null | sed -n '/^[0-7]*00 /!s/^/loose=/p'
        true
        """);
}
