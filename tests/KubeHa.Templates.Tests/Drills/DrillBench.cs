using System.Globalization;
using System.Text;

namespace KubeHa.Templates.Tests.Drills;

/// <summary>The reference cluster on machines that answer a drill's commands, with a prober that saw what a test says.</summary>
internal sealed class DrillBench
{
    /// <summary>When the machine says that the fault was undone, from the fault on.</summary>
    public static readonly TimeSpan Undone = TimeSpan.FromSeconds(8.525);

    // What the drill then watches before it verifies.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);

    public static readonly DrillProber Prober = DrillProber.FromBytes(Elf(62));

    private readonly List<string> said = [];
    private readonly Lock gate = new();
    private readonly SkippingClock clock = new();
    private DateTimeOffset fault;

    public DrillBench()
    {
        On(":", _ => Say("clock", ""), whole: true);
        On("while read -r question", _ => Say("clock", ""));
        On("date +%s.%N", _ => Say("clock", Now()), whole: true);
        On("command -v systemd-run", _ => Say("ready", AnotherDrill));
        On("sha256sum -c", command => Say($"upload {command.Target.Name}", "/run/kubeha/drill/prober\n"));
        On("--unit=kubeha-drill-prober", command => Say($"start {command.Target.Name}", ""));
        On("ip -o addr show to", _ => Say("holds", Moved ? "" : "2: eth0    inet 192.168.33.130/32 scope global eth0\n"));
        On("print \"made=", _ =>
        {
            // A fault that comes from outside is made right after this.
            fault = clock.GetUtcNow();
            return Say("attempts", Restless ? "made=60\nbad=2\n" : "made=60\nbad=0\n");
        });
        On("--unit=kubeha-drill-undo", command => Say($"arm {command.Target.Name}", "", ArmFails));
        On("is-active --quiet kubeha-drill-undo.timer || {", command => Fault(command.Target.Name));
        On("drill/undo.sh ]; then", command =>
        {
            clock.SkipTo(fault + Undone + Settling);
            return Say($"undo {command.Target.Name}", $"undone={Seconds(fault + Undone)}fault=\n");
        });
        On("stop kubeha-drill-prober 2>/dev/null; cat", command => Say($"collect {command.Target.Name}", Seen(command.Target.Name)));
        On("rm -rf /run/kubeha/drill /var/lib/kubeha/drill", command => Say($"clean {command.Target.Name}", ""));
    }

    public RecordingTransport Transport { get; } = new();

    /// <summary>What the drill did, in order; looks at the clock left out.</summary>
    public IReadOnlyList<string> Did
    {
        get
        {
            lock (gate)
            {
                return [.. said.Where(what => what != "clock")];
            }
        }
    }

    public string AnotherDrill { get; init; } = "";

    public bool ArmFails { get; init; }

    /// <summary>Whether requests are late without any fault.</summary>
    public bool Restless { get; init; }

    public bool FaultIsLost { get; init; }

    /// <summary>Whether the virtual IP has left the director that was chosen.</summary>
    public bool Moved { get; init; }

    /// <summary>How often the cluster was verified.</summary>
    public int Verifications { get; private set; }

    /// <summary>For how long from the fault on attempts fail.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>For how long from the undoing on attempts fail.</summary>
    public TimeSpan OutageAtRejoin { get; init; }

    /// <summary>When, from the fault on, one more attempt fails.</summary>
    public TimeSpan? Stray { get; init; }

    /// <summary>From when on, from the fault on, attempts are answered, but late.</summary>
    public TimeSpan? LateFrom { get; init; }

    /// <summary>When the other director says that it has the virtual IP.</summary>
    public TimeSpan Takeover { get; init; } = TimeSpan.FromSeconds(0.2);

    public IReadOnlyList<int> Lost { get; init; } = [];

    /// <summary>Whether the writer's changes are acknowledged.</summary>
    public bool Acknowledges { get; init; } = true;

    /// <summary>The director whose prober cannot be read.</summary>
    public string Unreadable { get; init; } = string.Empty;

    /// <summary>Whether the client's machine says so much of the prober's own pause, from the fault on.</summary>
    public TimeSpan ProberPause { get; init; }

    public Seen Machines { get; init; } = KubeHa.Templates.Tests.Seen.Converged();

    public Task<DrillReport> RunAsync(
        DrillScenario scenario, Func<DrillOptions, DrillOptions>? change = null, TimeSpan? window = null, IFaultInjector? injector = null, DrillConsent? consent = null,
        DrillProber? prober = null, bool noProber = false, CancellationToken cancellationToken = default)
    {
        var options = Options(scenario, consent, injector, window, noProber ? null : prober ?? Prober);
        return Machines.Cluster.DrillAsync(scenario, new PlanRunner(Transport, timeProvider: clock), change?.Invoke(options) ?? options, cancellationToken);
    }

    public async Task<IReadOnlyList<DrillReport>> RunAsync(DrillScenario scenario, int times)
    {
        var reports = new List<DrillReport>();
        await foreach (var report in Machines.Cluster.DrillAsync(scenario, times, new PlanRunner(Transport, timeProvider: clock), Options(scenario, null, null, null, Prober)))
        {
            reports.Add(report);
        }

        return reports;
    }

    public static Machine Target(DrillScenario scenario)
    {
        var cluster = KubeHa.Templates.Tests.Seen.Converged().Cluster;
        return DrillBounds.HitsDirector(scenario) ? cluster.LvsPair.Directors[0] : cluster.ControlPlanes[0];
    }

    private DrillOptions Options(DrillScenario scenario, DrillConsent? consent, IFaultInjector? injector, TimeSpan? window, DrillProber? prober) => new()
    {
        Prober = prober,
        Consent = consent ?? new DrillConsent("reference", scenario.Name),
        Injector = injector,
        Pause = TimeSpan.FromMilliseconds(10),
        Window = window ?? TimeSpan.FromMilliseconds(50),
        VerifyLimit = Settling + TimeSpan.FromSeconds(5),
        Verification = _ => Task.FromResult(Verified()),
    };

    public static byte[] Elf(byte machine) => [0x7f, .. "ELF"u8, .. new byte[14], machine, 0, 0, 0];

    private void On(string text, Func<RecordedCommand, ExecResult> answer, bool whole = false) =>
        Transport.On((_, request) => whole ? request.Command == text : request.Command.Contains(text, StringComparison.Ordinal), answer);

    private CheckReport Verified()
    {
        Verifications++;
        var observed = Machines.Build();
        return new CheckReport(Machines.Cluster.Verify(observed, workload: false), new RunReport(RunOutcome.NoChange, [], observed));
    }

    private ExecResult Fault(string machine)
    {
        fault = clock.GetUtcNow();
        return FaultIsLost ? Say($"fault {machine}", "", RecordingTransport.Lost) : Say($"fault {machine}", $"fault={Now()}");
    }

    /// <summary>What the prober wrote: attempts for three seconds before the fault and seventeen after it.</summary>
    private string Seen(string machine)
    {
        var lines = new StringBuilder();
        if (machine == Unreadable)
        {
            return string.Empty;
        }

        if (machine != "client")
        {
            var has = machine == "lvs01";
            Line(lines, -3000, $"\"kind\":\"vip\",\"has\":{(has ? "true" : "false")}");
            Line(lines, -3000, "\"kind\":\"pool\",\"servers\":[\"192.168.33.10:6443\",\"192.168.33.11:6443\",\"192.168.33.9:6443\"]");
            Line(lines, Takeover.TotalMilliseconds, $"\"kind\":\"vip\",\"has\":{(has ? "false" : "true")}");
            return lines.ToString();
        }

        Line(lines, -3500, "\"kind\":\"hello\",\"mode\":\"client\",\"kernel\":\"6.1.0\"");
        if (ProberPause > TimeSpan.Zero)
        {
            Line(lines, 0, string.Create(CultureInfo.InvariantCulture, $"\"kind\":\"gap\",\"ms\":{ProberPause.TotalMilliseconds}"));
        }

        for (var at = -3000; at < 17000; at += 50)
        {
            var bad = (at + 3 > 0 && at < Outage.TotalMilliseconds) || at == Stray?.TotalMilliseconds || (at > Undone.TotalMilliseconds && at < (Undone + OutageAtRejoin).TotalMilliseconds);
            var ms = at >= LateFrom?.TotalMilliseconds ? 300 : 5;
            Line(lines, at, bad ? "\"kind\":\"attempt\",\"ms\":5,\"error\":\"refused\"" : string.Create(CultureInfo.InvariantCulture, $"\"kind\":\"attempt\",\"ms\":{ms},\"connected\":1"));
        }

        Line(lines, 10, "\"kind\":\"unlimited\",\"ms\":900,\"connected\":890");
        Line(lines, 100, "\"kind\":\"write\",\"number\":1,\"ms\":3" + (Acknowledges ? string.Empty : ",\"error\":\"timeout\""));
        Line(lines, 300, "\"kind\":\"write\",\"number\":2,\"ms\":3,\"error\":\"timeout\"");
        Line(lines, 17000, $"\"kind\":\"read-back\",\"acknowledged\":1,\"lost\":[{string.Join(',', Lost)}]");
        return lines.ToString() + "{\"kind\":\"attem";
    }

    private void Line(StringBuilder lines, double offset, string members) =>
        lines.Append(CultureInfo.InvariantCulture, $"{{{members},\"at\":{((fault - DateTimeOffset.UnixEpoch).TotalMilliseconds + offset):0.000}}}\n");

    private string Now() => Seconds(clock.GetUtcNow());

    private static string Seconds(DateTimeOffset moment) => ((moment - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.0000000", CultureInfo.InvariantCulture) + "\n";

    private ExecResult Say(string what, string output, bool fails) => Say(what, output, fails ? RecordingTransport.Exit(1, "no timer") : null);

    private ExecResult Say(string what, string output, ExecResult? instead = null)
    {
        lock (gate)
        {
            said.Add(what);
        }

        return instead ?? RecordingTransport.Output(output);
    }
}
