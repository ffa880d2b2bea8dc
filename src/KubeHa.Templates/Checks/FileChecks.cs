namespace KubeHa.Templates;

/// <summary>Whether managed files are as they were written, and private ones private.</summary>
internal static class FileChecks
{
    public static void Run(CheckSheet sheet)
    {
        if (sheet.Configs is null)
        {
            sheet.Add("file-drift", string.Empty, CheckStatus.Warns, "what should stand there cannot be said", "Facts of directors are missing (interface, version of keepalived): type them in the model.");
        }
        else
        {
            KeepalivedConfIsAsWritten(sheet, sheet.Configs);
            FilesAreAsWritten(sheet, sheet.Configs);
        }

        KeysArePrivate(sheet);
    }

    /// <summary>Each director's file is what the model gives for it, so the two are equal but for what must differ.</summary>
    private static void KeepalivedConfIsAsWritten(CheckSheet sheet, ConfigSet configs)
    {
        const string check = "keepalived-conf";
        foreach (var director in sheet.Said(check, sheet.Cluster.LvsPair.Directors, FactNames.Files))
        {
            var faults = Faults(sheet, director, configs.For(director.Name).Where(file => file.Path == FilePaths.Keepalived));
            sheet.Judge(check, director.Name, faults.Count == 0, faults.Count == 0 ? "as the model says" : string.Join("; ", faults),
                "Two directors that differ can both become master. Preview shows the difference; apply writes it anew and has keepalived read it.");
        }
    }

    private static void FilesAreAsWritten(CheckSheet sheet, ConfigSet configs)
    {
        const string check = "file-drift";
        foreach (var machine in sheet.Said(check, sheet.Cluster.Machines, FactNames.Files))
        {
            var files = configs.For(machine.Name).Where(file => file.Path != FilePaths.Keepalived && file.Placement != FilePlacement.Transient).ToList();
            var faults = Faults(sheet, machine, files);
            sheet.Judge(check, machine.Name, faults.Count == 0, faults.Count == 0 ? $"{files.Count} files as written" : string.Join("; ", faults),
                "Preview shows the difference; apply writes it anew. What is to stay belongs into the model.");
        }
    }

    /// <summary>Readable by everybody fails; by a group warns: kubeadm and the kubelet give neither.</summary>
    private static void KeysArePrivate(CheckSheet sheet)
    {
        const string check = "key-private";
        foreach (var machine in sheet.Said(check, sheet.Cluster.Machines.Where(machine => machine is not Director), FactNames.Files))
        {
            var block = sheet.Block(machine, FactNames.Files);
            if (!block.Is("looked", "private"))
            {
                sheet.Add(check, machine.Name, CheckStatus.Warns, "find is not installed there", "Install findutils on it: nothing else there says who may read what.");
                continue;
            }

            var loose = block.All("loose");
            sheet.Add(check, machine.Name, loose.Count == 0 ? CheckStatus.Holds : loose.Any(line => !line.Split(' ')[0].EndsWith('0')) ? CheckStatus.Fails : CheckStatus.Warns,
                loose.Count == 0 ? "only root reads keys and kubeconfigs" : $"others may read {string.Join(", ", loose.Select(line => line.Split(' ', 2) is [var mode, var path] ? $"{path} (mode {mode})" : line))}",
                "chmod 600 it. Whoever could log in there may have read it: if that is more than you, renew it.");
        }
    }

    private static List<string> Faults(CheckSheet sheet, Machine machine, IEnumerable<ConfigFile> files)
    {
        var block = sheet.Block(machine, FactNames.Files);
        var stats = block.All("stat").Select(line => line.Split(" /", 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[1]).ToDictionary(pair => "/" + pair[1], pair => pair[0]);
        var sums = block.All("sum").Select(line => line.Split("  ", 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[1]).ToDictionary(pair => pair[1], pair => pair[0]);
        return [.. files.SelectMany(file => Faults(file, stats.GetValueOrDefault(file.Path), sums.GetValueOrDefault(file.Path)))];
    }

    private static IEnumerable<string> Faults(ConfigFile file, string? stat, string? sum)
    {
        if (stat?.Split(' ', 3) is not [var mode, var owner, var kind])
        {
            yield return $"{file.Path} is missing";
            yield break;
        }

        if (file.Placement != FilePlacement.Block && !kind.StartsWith("regular", StringComparison.Ordinal))
        {
            yield return $"{file.Path} is a {kind}";
            yield break;
        }

        if (ManagedText.IsCompared(file) && sum != ManagedText.Expected(file))
        {
            yield return file.Placement == FilePlacement.Block ? $"our block of {file.Path} differs" : $"{file.Path} differs";
        }

        if (file.Placement == FilePlacement.Block)
        {
            yield break; // The file is not ours.
        }

        if (mode != Convert.ToString((int)file.Mode, 8))
        {
            yield return $"{file.Path} has mode {mode}, not {Convert.ToString((int)file.Mode, 8)}";
        }

        if (owner != file.Owner)
        {
            yield return $"{file.Path} belongs to {owner}, not {file.Owner}";
        }
    }
}
