using System.Net;
using CsCheck;

namespace KubeHa.Tests.Engine;

/// <summary>Random plans that can be carried out, with every kind of action in them and texts of every sort.</summary>
internal static class AnyPlan
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char["abz019 \t\n\"\\'/<>&$`{}[],:#\u0001\u001e\u007f\u00e9\u2028\uffff"], 0, 40],
        Gen.OneOf("", "\n", "${secret:vrrp/password}", "\ud83d\ude00", "{\"format\": 1}", "null", "# END KubeHa"));

    private static readonly Gen<string> Line = Text.Select(text => "x" + text);

    private static readonly Gen<string> Name = Gen.OneOf("vrrp/password", "run/join-token", "pki/ca.key", "ca-hash", "a.b_c-d/1");

    private static readonly Gen<ShellScript> Script = Text.Select(text => ShellScript.Sh($"echo {text}\ntrue"));

    private static readonly Gen<Content> Content = Gen.OneOf(
        Text.Select(KubeHa.Content.Text), Name.Select(KubeHa.Content.Secret), Name.Select(KubeHa.Content.Public)).Array[0, 5].Select(parts => KubeHa.Content.Concat(parts));

    private static readonly Gen<TimeSpan> Time = Gen.OneOf(Gen.Long[1, TimeSpan.TicksPerDay].Select(TimeSpan.FromTicks), Gen.Int[1, 86_400].Select(seconds => TimeSpan.FromSeconds(seconds)));

    private static readonly Gen<IPAddress> Address = Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16]).Select(bytes => new IPAddress(bytes));

    public static Gen<Plan> Plans { get; } =
        from name in Line
        from machines in Address.Array[1, 4].Select(addresses => addresses.Select((address, i) => new Target($"m{i}", address)).ToArray())
        from size in Gen.Int[0, 12]
        from steps in Step(machines.Length).Array[size]
        from values in Gen.Select(Gen.Bool, Text).Array[machines.Length]
        from secretsId in Gen.Bool
        select Plan.Create(
            name,
            machines,
            [.. machines.Select(machine => new PlanStep($"{machine.Name}/guard", machine.Name, "Look", new StepAction.Observe("guard", ShellScript.Sh($"look")))), .. steps.Select((make, i) => make(i))],
            machines.Zip(values, (machine, value) => new Assumption(machine.Name, "guard", value.Item1 ? value.Item2 : null)),
            secretsId ? "0123abcd" : null);

    private static Gen<Func<int, PlanStep>> Step(int machines) =>
        from kind in Gen.Int[0, 5]
        from machine in Gen.Int[0, machines - 1]
        from title in Line
        from before in Gen.Int[0, 20].Array[0, 3]
        from timeout in Time
        from scripts in Gen.Select(Script, Gen.Null(Script), Gen.Null(Script))
        from content in Content
        from file in Gen.Select(Gen.Int[0, 0xFFF], Gen.OneOf("root:root", "1000", "nobody:nogroup"), Gen.Int[0, 2])
        from text in Text
        select (Func<int, PlanStep>)(i =>
        {
            var host = kind == 5 ? "" : $"m{machine}";
            StepAction action = kind switch
            {
                0 => new StepAction.WriteFile(File(host, i, content, file)),
                1 => new StepAction.RunScript(scripts.Item1, scripts.Item2, scripts.Item3, text.Length % 2 == 0 ? content : null),
                2 => new StepAction.WaitUntil(scripts.Item1, TimeSpan.FromSeconds(1) + timeout, timeout),
                3 => new StepAction.Check(scripts.Item1, text),
                4 => new StepAction.Observe($"fact {text}", scripts.Item1),
                _ => new StepAction.Milestone(),
            };
            return new PlanStep($"s{i}", host, title, action)
            {
                After = [.. before.Where(other => other < i).Select(other => $"s{other}")],
                Timeout = timeout,
                NoOutputTimeout = kind == 1 && text.Length % 3 == 0 && timeout >= TimeSpan.FromSeconds(1) ? timeout : null,
            };
        });

    private static ConfigFile File(string host, int number, Content content, (int Mode, string Owner, int How) file)
    {
        var made = new ConfigFile(host, $"/etc/with space/{number}", content, (UnixFileMode)file.Mode, file.Owner);
        return file.How switch
        {
            1 => made with { KeepExisting = true },
            2 when !content.ToString().Split('\n').Any(StepScripts.IsMarker) => made with { Placement = FilePlacement.Block },
            _ => made,
        };
    }
}
