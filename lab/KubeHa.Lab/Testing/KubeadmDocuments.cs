using System.Text;

namespace KubeHa.Lab;

/// <summary>Every document of ours in the API version that the lab's kubeadm reads, read by it. It warns of a field that it does not know, and refuses what it cannot read.</summary>
internal static class KubeadmDocuments
{
    private const string ApiVersion = "kubeadm.k8s.io/v1beta2";

    // Of a cluster with Docker it asks the machine's Docker, and the lab's machines have none.
    private const string WithoutDocker = "cannot automatically set CgroupDriver when starting the Kubelet: cannot execute 'docker info";

    // A command's text may have 128 KiB.
    private const int Together = 50_000;

    /// <summary>Reads them on a machine of the lab.</summary>
    /// <exception cref="LabException">There are none, kubeadm says something of one, or it says nothing of one that is wrong.</exception>
    public static async Task MustBeReadAsync(string machine, CancellationToken cancellationToken)
    {
        var documents = Approved();
        Checklist.Must(documents.Count > 0, $"there is no approved document in {ApiVersion}");
        var said = await ReadAsync(machine, documents, cancellationToken);
        Checklist.Must(said.Count == 0, $"{string.Join('\n', said)}");

        var wrong = documents[0] with { Text = documents[0].Text + "\nnonsense: 1\n" };
        Checklist.Must((await ReadAsync(machine, [wrong], cancellationToken)).Any(line => line.Contains("nonsense", StringComparison.Ordinal)), $"kubeadm says nothing of a field that it cannot know");
    }

    /// <summary>The approved files of the tests, with values in the places of secrets.</summary>
    private static List<Document> Approved()
    {
        var folder = Path.Join(Layout.Root, "tests", "KubeHa.Templates.Tests", "Golden");
        return
        [
            .. Directory.EnumerateFiles(folder, "kubeadm-*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => new Document(Path.GetRelativePath(folder, file), File.ReadAllText(file)))
                .Where(document => document.Text.Contains(ApiVersion, StringComparison.Ordinal))
                .Select(document => document with
                {
                    Text = document.Text
                        .Replace("${secret:run/join-token}", "abcdef.0123456789abcdef", StringComparison.Ordinal)
                        .Replace("${public:ca-hash}", "sha256:" + new string('0', 64), StringComparison.Ordinal),
                }),
        ];
    }

    private static async Task<List<string>> ReadAsync(string machine, IEnumerable<Document> documents, CancellationToken cancellationToken)
    {
        const string Read = "r() { kubeadm config migrate --old-config /dev/stdin --new-config /dev/null 2>&1 >/dev/null || echo refused; }\n";
        var said = new List<string>();
        var script = new StringBuilder();
        foreach (var document in documents)
        {
            script.Append($"r <<'END' | sed 's|^|{document.Name}: |'\n{document.Text}\nEND\n");
            if (script.Length > Together)
            {
                await RunAsync();
            }
        }

        await RunAsync();
        return said;

        async Task RunAsync()
        {
            if (script.Length > 0)
            {
                var output = await DataCentre.AskAsync(machine, Read + script, cancellationToken);
                said.AddRange(output.Split('\n').Where(line => line.Length > 0 && !line.Contains(WithoutDocker, StringComparison.Ordinal)));
                script.Clear();
            }
        }
    }

    private sealed record Document(string Name, string Text);
}
