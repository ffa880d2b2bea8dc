namespace KubeHa.Templates;

/// <summary>Machine-room readiness: would a machine that restarts come back as it is?</summary>
internal static class RebootChecks
{
    public static void Run(CheckSheet sheet)
    {
        UnitsAreEnabled(sheet);
        UnitsRun(sheet);
        ServicesHaveReadTheirFiles(sheet);
        ModulesAreLoaded(sheet);
        KernelIsSet(sheet);
        KernelWillBeSet(sheet);
    }

    private static void UnitsAreEnabled(CheckSheet sheet)
    {
        const string check = "units-enabled";
        foreach (var machine in WithUnits(sheet, check))
        {
            var wrong = Units(sheet, machine).Where(unit => unit.Enabled != "enabled").Select(unit => $"{unit.Name} is {(unit.Enabled.Length > 0 ? unit.Enabled : "not there")}").ToList();
            sheet.Judge(check, machine.Name, wrong.Count == 0, wrong.Count == 0 ? $"{string.Join(", ", Readiness.Units(sheet.Cluster, machine))} are enabled" : string.Join("; ", wrong),
                "After its next reboot the machine would not come back by itself: systemctl enable it, or apply again.");
        }
    }

    private static void UnitsRun(CheckSheet sheet)
    {
        const string check = "units-active";
        foreach (var machine in WithUnits(sheet, check))
        {
            var wrong = Units(sheet, machine).Where(unit => unit.Active != "active").Select(unit => $"{unit.Name} is {(unit.Active.Length > 0 ? unit.Active : "not there")}").ToList();
            sheet.Judge(check, machine.Name, wrong.Count == 0, wrong.Count == 0 ? $"{string.Join(", ", Readiness.Units(sheet.Cluster, machine))} run" : string.Join("; ", wrong),
                "See systemctl status and journalctl -u of it there, or apply again: it is started.");
        }
    }

    /// <summary>What runs is what the file says, and not what it said before: a restart would change nothing.</summary>
    private static void ServicesHaveReadTheirFiles(CheckSheet sheet)
    {
        const string check = "file-in-force";
        foreach (var machine in sheet.Said(check, sheet.Cluster.Machines.Where(machine => Readiness.Readers(sheet.Cluster, machine).Count > 0), FactNames.Readiness))
        {
            var said = sheet.Block(machine, FactNames.Readiness).All("has-read");
            foreach (var (unit, _, file) in Readiness.Readers(sheet.Cluster, machine))
            {
                var has = said.Contains(unit);
                sheet.Judge(check, machine.Name, has, has ? $"{unit} runs with {file} as it is" : $"{file} was written after {unit} last read it",
                    "It runs with what the file said before, and its next restart will change that: apply again once the file is right (file-drift, keepalived-conf).");
            }
        }
    }

    private static void ModulesAreLoaded(CheckSheet sheet)
    {
        const string check = "modules-loaded";
        foreach (var machine in sheet.Said(check, sheet.Cluster.Machines.Where(machine => Readiness.Modules(sheet.Cluster, machine).Count > 0), FactNames.Readiness))
        {
            var missing = Readiness.Modules(sheet.Cluster, machine).Except(sheet.Block(machine, FactNames.Readiness).All("module")).ToList();
            sheet.Judge(check, machine.Name, missing.Count == 0, missing.Count == 0 ? $"{string.Join(", ", Readiness.Modules(sheet.Cluster, machine))} are there" : $"missing: {string.Join(", ", missing)}",
                $"Apply again: it loads them. At boot {FilePaths.Modules} does (file-drift).");
        }
    }

    private static void KernelIsSet(CheckSheet sheet)
    {
        const string check = "sysctls-in-force";
        foreach (var machine in WithSettings(sheet, check))
        {
            var values = sheet.Block(machine, FactNames.Readiness).All("sysctl").Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
            var settings = Readiness.Settings(sheet.Configs, machine);
            var wrong = settings.Where(setting => values.GetValueOrDefault(setting.Key) != setting.Value)
                .Select(setting => values.TryGetValue(setting.Key, out var value) ? $"{setting.Key} is {value}, not {setting.Value}" : $"{setting.Key} is not there").ToList();
            sheet.Judge(check, machine.Name, wrong.Count == 0, wrong.Count == 0 ? $"{settings.Count} settings are as written" : string.Join("; ", wrong),
                "Somebody or something set it since: apply again, and see who does.");
        }
    }

    /// <summary>At boot the file whose name sorts last wins.</summary>
    private static void KernelWillBeSet(CheckSheet sheet)
    {
        const string check = "sysctls-at-boot";
        foreach (var machine in WithSettings(sheet, check))
        {
            var said = sheet.Block(machine, FactNames.Readiness).All("set").Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
                .Select(pair => (File: pair[0], Setting: pair[1].Split('=', 2)))
                .Where(line => line.Setting.Length == 2)
                .Select(line => (line.File, Key: Normal(line.Setting[0]), Value: line.Setting[1].Trim()))
                .ToList();
            var wrong = Readiness.Settings(sheet.Configs, machine)
                .Select(setting => (setting, Last: said.Where(line => line.Key == Normal(setting.Key)).OrderBy(line => line.File[(line.File.LastIndexOf('/') + 1)..], StringComparer.Ordinal).LastOrDefault()))
                .Where(pair => pair.Last.File is null || pair.Last.Value != pair.setting.Value)
                .Select(pair => pair.Last.File is null ? $"nobody sets {pair.setting.Key}" : $"{pair.Last.File} sets {pair.setting.Key} to {pair.Last.Value} after {pair.setting.File}")
                .ToList();
            sheet.Judge(check, machine.Name, wrong.Count == 0, wrong.Count == 0 ? "no file undoes a setting at boot" : string.Join("; ", wrong),
                "After its next reboot the machine would have the other value: take that line out of the other file.");
        }
    }

    private static IEnumerable<Machine> WithUnits(CheckSheet sheet, string check) =>
        sheet.Said(check, sheet.Cluster.Machines.Where(machine => Readiness.Units(sheet.Cluster, machine).Count > 0), FactNames.Readiness);

    private static IEnumerable<Machine> WithSettings(CheckSheet sheet, string check) =>
        sheet.Said(check, sheet.Cluster.Machines.Where(machine => Readiness.Settings(sheet.Configs, machine).Count > 0), FactNames.Readiness);

    private static IEnumerable<(string Name, string Enabled, string Active)> Units(CheckSheet sheet, Machine machine)
    {
        var said = sheet.Block(machine, FactNames.Readiness).All("unit").Select(line => line.Split(' ')).DistinctBy(words => words[0]).ToDictionary(words => words[0]);
        return Readiness.Units(sheet.Cluster, machine).Select(unit => (unit, said.GetValueOrDefault(unit)?.ElementAtOrDefault(1) ?? string.Empty, said.GetValueOrDefault(unit)?.ElementAtOrDefault(2) ?? string.Empty));
    }

    // Keys are written with dots or with slashes, and a leading minus forgives failures.
    private static string Normal(string key) => key.Trim().TrimStart('-').Trim().Replace('/', '.');
}
