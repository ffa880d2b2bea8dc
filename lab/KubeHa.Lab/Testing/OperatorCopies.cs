namespace KubeHa.Lab;

/// <summary>Copies of the operator's folder with one thing wrong in each. All paths of an inventory are relative to it.</summary>
internal static class OperatorCopies
{
    /// <summary>With a private key that no machine knows.</summary>
    /// <returns>Its inventory.</returns>
    public static async Task<string> WithOtherKeyAsync(CancellationToken cancellationToken)
    {
        var folder = Copy("wrong-key");
        var key = Path.Join(folder, "id_ed25519");
        File.Delete(key);
        File.Delete(key + ".pub");
        (await Child.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "stranger", "-f", key], cancellationToken)).Must();
        return Path.Join(folder, "inventory.yaml");
    }

    /// <summary>With another machine's host key for one machine.</summary>
    /// <returns>Its inventory.</returns>
    public static string WithOtherHostKey(string machine, string other)
    {
        var folder = Copy("changed-host-key");
        var file = Path.Join(folder, "known_hosts");
        File.WriteAllLines(file, Replace(File.ReadAllLines(file), Machines.Addresses[machine], Machines.Addresses[other]));
        return Path.Join(folder, "inventory.yaml");
    }

    /// <exception cref="LabException">One of them has no line.</exception>
    public static IReadOnlyList<string> Replace(IReadOnlyList<string> lines, string address, string other)
    {
        var key = Line(other)[other.Length..];
        var wrong = Line(address);
        return [.. lines.Where(line => line != wrong), address + key];

        string Line(string of) => lines.SingleOrDefault(line => line.StartsWith(of + " ", StringComparison.Ordinal))
            ?? throw new LabException($"known_hosts has not exactly one line for {of}");
    }

    private static string Copy(string name)
    {
        var folder = ReferenceProgram.NewFolder(name);
        foreach (var file in Directory.EnumerateFiles(Layout.Operator))
        {
            File.Copy(file, Path.Join(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}
