using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeHa.Converge;

/// <summary>Measures all sides in turn on the same machines, round by round, after it has shown that they see the same.</summary>
internal sealed class Measure : IDisposable
{
    private readonly MeasureOptions options;
    private readonly Work work = Work.Load();
    private readonly Machines machines;
    private readonly Floor floor;
    private readonly Ansible ansible;
    private readonly ClusterSecrets secrets = ClusterSecrets.Generate();
    private readonly JsonArray samples = [];

    private Measure(MeasureOptions options)
    {
        this.options = options;
        machines = new Machines(options, work.Machines);
        floor = new Floor(options.Folder, work, Bind);
        ansible = new Ansible(options.Folder, work, Bind);
    }

    private int AllSteps => work.StepsPerMachine * work.Machines.Count;

    public static async Task<int> RunAsync(MeasureOptions options)
    {
        using var measure = new Measure(options);
        return await measure.RunAsync();
    }

    public void Dispose() => machines.Dispose();

    private async Task<int> RunAsync()
    {
        var startedAt = DateTimeOffset.UtcNow;
        await PrepareAsync();
        machines.BuildNetwork();
        machines.Renew();
        machines.SetRoundTrip(0);
        ShowSameness();
        foreach (var roundTrip in options.RoundTrips)
        {
            machines.SetRoundTrip(roundTrip);
            MeasureLooks(roundTrip);
            if (options.InstallRoundTrips.Contains(roundTrip))
            {
                MeasureInstallations(roundTrip);
            }
        }

        var result = Result.Of(options, work, samples, startedAt);
        if (options.Result.Length > 0)
        {
            File.WriteAllText(options.Result, Json.Text(result.Document));
        }

        Console.WriteLine(result.Table);
        Console.WriteLine(result.Line);
        return result.Passed ? 0 : 1;
    }

    private async Task PrepareAsync()
    {
        var folder = options.Folder;
        foreach (var name in (string[])["host_key", "id_ed25519"])
        {
            Child.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", Path.Join(folder, name)).Must();
        }

        File.Copy(Path.Join(folder, "id_ed25519.pub"), Path.Join(folder, "authorized_keys"));
        File.Copy(Path.Join(options.Source, "systemctl"), Path.Join(folder, "systemctl"));
        var key = string.Join(' ', File.ReadAllText(Path.Join(folder, "host_key.pub")).Split(' ')[..2]);
        File.WriteAllText(Path.Join(folder, "known_hosts"), string.Concat(work.Machines.Select(machine => $"{machine.Address} {key}\n")));
        await new ClusterFolder(Path.Join(folder, "secrets")).SaveSecretsAsync(secrets);
        floor.Write();
        ansible.Write();
    }

    /// <summary>Each installs, and the others agree; then three things are changed by hand, and each sees three.</summary>
    private void ShowSameness()
    {
        Say("what one installs, the others find to hold");
        Expect("changed by KubeHa", Apply().Must().Output, $"{AllSteps} of {AllSteps} changed");
        ExpectAllHold();
        Drift();
        var seen = Preview().Must(4);
        Expect("KubeHa after three changes by hand", seen.Output, $"{AllSteps - 3} of {AllSteps} hold");
        Expect("the floor after three changes by hand", $"{floor.Look().Must().Output.Split('\n').Count(line => line.StartsWith('<'))}", "3");
        if (options.WithAnsible)
        {
            ansible.Warm();
            Expect("Ansible after three changes by hand", $"{ansible.Changed(ansible.Check())}", "3");
            Expect("changed by Ansible", $"{ansible.Changed(ansible.Install())}", "3");
        }
        else
        {
            Expect("changed by KubeHa", Apply().Must().Output, $"3 of {AllSteps} changed");
        }

        Expect("KubeHa after these were mended", Preview().Must().Output, $"{AllSteps} of {AllSteps} hold");
    }

    private void ExpectAllHold()
    {
        Expect("KubeHa", Preview().Must().Output, $"{AllSteps} of {AllSteps} hold");
        Expect("the floor", floor.Look().Must().Output, "");
        if (options.WithAnsible)
        {
            ansible.Warm();
            Expect("Ansible", $"{ansible.Changed(ansible.Check())}", "0");
        }
    }

    private void Drift()
    {
        OnMachine(0, "echo '# by hand' >>/etc/docker/daemon.json");
        OnMachine(4, "sysctl -q -w net.ipv4.ip_forward=0");
        OnMachine(8, "rm /var/lib/units/kubelet.service");
    }

    private void MeasureLooks(int roundTrip)
    {
        var withAnsible = options.WithAnsible && options.AnsibleRoundTrips.Contains(roundTrip);
        if (withAnsible)
        {
            ansible.Warm();
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            Sample("look", "floor", roundTrip, round, () => floor.Look().Must(), run => run.Output.Length == 0);
            Sample("look", "kubeha", roundTrip, round, () => Preview(), HoldsAll);
            if (options.JitProgram.Length > 0)
            {
                Sample("look", "kubeha-jit", roundTrip, round, () => Child.Run("dotnet", options.JitProgram, "preview", options.Folder).Must(), HoldsAll);
            }

            if (withAnsible)
            {
                Sample("look", "ansible", roundTrip, round, ansible.Check, run => ansible.Changed(run) == 0);
            }
        }
    }

    private void MeasureInstallations(int roundTrip)
    {
        for (var round = 1; round <= options.Rounds; round++)
        {
            machines.Renew();
            Sample("install", "kubeha", roundTrip, round, () => Apply().Must(), run => run.Output.Contains($"{AllSteps} of {AllSteps} changed", StringComparison.Ordinal));
            if (options.WithAnsible)
            {
                machines.Renew();
                ansible.Warm();
                Sample("install", "ansible", roundTrip, round, ansible.Install, run => ansible.Changed(run) == AllSteps);
                Expect("the floor after Ansible's installation", floor.Look().Must().Output, "");
            }
        }
    }

    private void Sample(string what, string side, int roundTrip, int round, Func<Child> run, Func<Child, bool> good)
    {
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        var cpu = machines.CpuSeconds();
        var ended = run();

        // Sessions on the machines end a moment after whoever had them.
        Thread.Sleep(500);
        cpu = machines.CpuSeconds() - cpu;
        if (!good(ended))
        {
            throw new InvalidOperationException($"'{ended.What}' did not do what it was measured for:\n{ended.Output}");
        }

        samples.Add((JsonNode)new JsonObject
        {
            ["what"] = what,
            ["side"] = side,
            ["roundTripMilliseconds"] = roundTrip,
            ["round"] = round,
            ["seconds"] = Math.Round(ended.Seconds, 3),
            ["controllerCpuSeconds"] = Math.Round(ended.CpuSeconds, 2),
            ["machinesCpuSeconds"] = Math.Round(cpu, 2),
            ["loadBefore"] = double.Parse(load, CultureInfo.InvariantCulture),
        });
        Say(string.Create(CultureInfo.InvariantCulture, $"{what} {side} {roundTrip} ms, round {round}: {ended.Seconds:0.000} s, processor {ended.CpuSeconds:0.00} s here and {cpu:0.00} s there, load {load}"));
    }

    private Child Preview() => Child.Run(Environment.ProcessPath!, "preview", options.Folder);

    private Child Apply() => Child.Run(Environment.ProcessPath!, "apply", options.Folder);

    private void OnMachine(int number, string command) => Child.Run(
        "ssh", "-F", "none", "-n", "-o", "BatchMode=yes", "-o", $"UserKnownHostsFile={options.Folder}/known_hosts", "-i", $"{options.Folder}/id_ed25519", $"root@{work.Machines[number].Address}", command).Must();

    private bool HoldsAll(Child run) => run.Must().Output.Contains($"{AllSteps} of {AllSteps} hold", StringComparison.Ordinal);

    private string Bind(Content content) => content.Bind(
        name => secrets.TryGet(name, out var secret) ? secret.Reveal() : throw new InvalidOperationException($"There is no secret {name}."),
        name => secrets.TryGetPublic(name, out var value) ? value : throw new InvalidOperationException($"There is no value {name}."));

    private static void Expect(string who, string seen, string wanted)
    {
        if (seen.Trim() != wanted && !seen.Contains(wanted + "\n", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{who}: expected '{wanted}', seen:\n{seen}");
        }

        Say($"{who}: {(wanted.Length == 0 ? "no difference" : wanted)}");
    }

    private static void Say(string text) => Console.WriteLine("  " + text);
}
