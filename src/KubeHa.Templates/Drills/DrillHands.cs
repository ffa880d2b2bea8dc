using System.Globalization;
using System.Net;
using System.Text;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>What a drill does on machines, one command each. Nothing secret passes through here: the prober takes the client's kubeconfig on the client.</summary>
internal sealed class DrillHands(ITransport transport)
{
    private const string ProberUnit = "kubeha-drill-prober";

    private const string CleanUnit = "kubeha-drill-clean";

    private const int ClockTries = 7;

    /// <summary>How often the prober begins an attempt on a client, and looks on a director.</summary>
    private const int BeatMilliseconds = 50;

    /// <summary>The attempts of three seconds.</summary>
    private const int CalmAttempts = 60;

    /// <summary>Whether a machine can take a drill at all, and that no other is at work there. Null where it can.</summary>
    public async Task<string?> ReadyAsync(Machine machine, CancellationToken cancellationToken)
    {
        var said = await AskAsync(machine, Sh($$"""
            command -v systemd-run >/dev/null || { echo "systemd-run is missing"; exit 0; }
            for unit in {{DrillScripts.UndoUnit}}.timer {{DrillScripts.UndoUnit}}.service {{ProberUnit}}.service; do
              ! systemctl is-active --quiet "$unit" || { echo "another drill is at work: $unit is active. Wait for its end, or stop that unit if its operator is gone."; exit 0; }
            done
            """), cancellationToken).ConfigureAwait(false);
        return said.Trim() is { Length: > 0 } reason ? $"{machine.Name}: {reason}" : null;
    }

    /// <summary>The machine's clock beside ours: the quickest of some questions says most.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="time">Our clock.</param>
    /// <param name="patience">How long a transport may take to pass a word on while a command runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DrillClock> ClockAsync(Machine machine, TimeProvider time, TimeSpan patience, CancellationToken cancellationToken)
    {
        var best = await QuickClockAsync(machine, time, patience, cancellationToken).ConfigureAwait(false);
        if (best is not null)
        {
            return best;
        }

        for (var number = 0; number < ClockTries; number++)
        {
            var (asked, stamp) = (time.GetUtcNow(), time.GetTimestamp());
            var said = await AskAsync(machine, Sh($"date +%s.%N"), cancellationToken).ConfigureAwait(false);
            var half = time.GetElapsedTime(stamp) / 2;
            if (Moment(said) is { } there && (best is null || half < best.Error))
            {
                best = new DrillClock(machine.Name, Rounded(there - (asked + half)), Rounded(half));
            }
        }

        return best ?? throw new DrillStoppedException($"{machine.Name}: its clock could not be read.");
    }

    private async Task<DrillClock?> QuickClockAsync(Machine machine, TimeProvider time, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            // A login may take longer than an answer.
            await AskAsync(machine, Sh($":"), cancellationToken).ConfigureAwait(false);
            return await ClockQuestions.AskAsync(machine, time, patience, (script, input, output) => AskAsync(machine, script, cancellationToken, input, output)).ConfigureAwait(false);
        }
        catch (DrillStoppedException)
        {
            return null; // The plain question says what is wrong, if anything is.
        }
    }

    /// <summary>Looks that a director still has the virtual IP: since it was chosen it may have moved by itself, and a fault of another director is felt by nobody.</summary>
    public async Task HoldsAsync(Machine director, IPAddress address, CancellationToken cancellationToken)
    {
        if ((await AskAsync(director, Sh($"ip -o addr show to {address}"), cancellationToken).ConfigureAwait(false)).Trim().Length == 0)
        {
            throw new DrillStoppedException($"{director.Name}: {address} has moved away from it by itself while the drill was prepared. See the log of keepalived why, and begin again.");
        }
    }

    /// <summary>Brings the prober to a machine: whole, unchanged, in a folder whose programs may run, and able to run there.</summary>
    /// <returns>Where it is.</returns>
    public async Task<string> UploadAsync(Machine machine, DrillProber prober, TimeSpan life, CancellationToken cancellationToken)
    {
        var mode = machine is Director ? "director" : "client";
        using var program = prober.OpenCompressed();
        var said = await AskAsync(machine, Sh($$"""
            umask 077
            [ "$(uname -m)" = {{prober.Architecture}} ] || { echo "the prober is for "{{prober.Architecture}}", and this machine is $(uname -m)" >&2; exit 1; }
            getconf GNU_LIBC_VERSION >/dev/null 2>&1 || ldd --version 2>&1 | grep -q -i -e glibc -e 'GNU libc' || { echo "the prober needs glibc, and this machine has none" >&2; exit 1; }
            for d in {{DrillScripts.Folder}} /var/lib/kubeha/drill; do
              mkdir -p "$d" && printf '#!/bin/sh\nexit 0\n' >"$d/can" && chmod 700 "$d" "$d/can" && "$d/can" 2>/dev/null && break
              rm -f "$d/can"; d=
            done
            [ -n "$d" ] || { echo "neither /run nor /var/lib lets programs run (noexec)" >&2; exit 1; }
            rm -f "$d/can"
            mkdir -p {{DrillScripts.Folder}}
            systemctl stop {{CleanUnit}}.timer 2>/dev/null; systemctl reset-failed {{CleanUnit}}.service 2>/dev/null
            systemd-run --quiet --collect --unit={{CleanUnit}} --on-active={{(long)life.TotalSeconds}} --timer-property=AccuracySec=1s /bin/rm -rf {{DrillScripts.Folder}} /var/lib/kubeha/drill </dev/null || exit 1
            gunzip -c >"$d/prober.new"
            printf '%s  %s\n' {{prober.Sha256}} "$d/prober.new" | sha256sum -c - >/dev/null 2>&1 || { echo "the prober did not arrive as it was sent" >&2; exit 1; }
            chmod 700 "$d/prober.new" && mv "$d/prober.new" "$d/prober" || exit 1
            can=$("$d/prober" check {{mode}} 2>&1) || { echo "the prober does not run here: $(printf '%s' "$can" | tail -n 3)" >&2; exit 1; }
            printf '%s\n' "$d/prober"
            """), cancellationToken, program).ConfigureAwait(false);
        return said.Trim();
    }

    /// <summary>Starts the prober; it goes on without us and ends itself.</summary>
    public Task StartAsync(Machine machine, string prober, Cluster cluster, string kubeconfig, TimeSpan life, CancellationToken cancellationToken)
    {
        // One hole for all: these are the words of the prober's own command line, which the shell there puts together again.
        var options = (ShellScript)Sh($"--out {DrillScripts.Folder}/seen.jsonl --address {cluster.Endpoint.VirtualAddress} --port {cluster.Endpoint.Port} --seconds {(long)life.TotalSeconds} --every {BeatMilliseconds}");

        // The shell outlives the prober: of processes that are not its own children systemd may not hear that they ended (cgroup v1 in a container), and would wait for nothing.
        var run = machine is Director
            ? Sh($"{prober} director {options}")
            : Sh($"/bin/sh -c 'trap : TERM; kubectl --kubeconfig \"$1\" config view --raw --minify --flatten -o json | {{ shift; exec \"$@\"; }}' sh {kubeconfig} {prober} client {options}");
        return AskAsync(machine, Sh($"""
            rm -f {DrillScripts.Folder}/seen.jsonl
            systemctl reset-failed {ProberUnit}.service 2>/dev/null
            systemd-run --quiet --collect --unit={ProberUnit} --nice=-10 --property=RuntimeMaxSec={(long)life.TotalSeconds + 120} --property=TimeoutStopSec=100 {run}
            """), cancellationToken);
    }

    /// <summary>
    /// Waits until the attempts of the last three seconds were all good, as they must have been before a fault is made: with what this drill itself, or anything else,
    /// was doing to the machines until now something else would be measured.
    /// </summary>
    /// <param name="client">Where the prober runs.</param>
    /// <param name="tries">How often it is looked at before that is given up.</param>
    /// <param name="pause">How long between two looks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CalmAsync(Machine client, int tries, TimeSpan pause, CancellationToken cancellationToken)
    {
        for (var left = tries; ; left--)
        {
            var said = await AskAsync(client, Sh($$"""
                tail -n 400 {{DrillScripts.Folder}}/seen.jsonl 2>/dev/null | awk -v most={{(int)DrillOutage.Good.TotalMilliseconds}} -v count={{CalmAttempts}} '
                  /"kind":"attempt"/ { ms = $0; sub(/.*"ms":/, "", ms); bad[made++] = ms + 0 > most || /"error"/ }
                  END { for (i = made > count ? made - count : 0; i < made; i++) { late += bad[i]; seen++ }; print "made=" seen + 0; print "bad=" late + 0 }'
                systemctl is-active --quiet {{ProberUnit}} || echo "ended=$(journalctl -u {{ProberUnit}} -n 3 -o cat 2>/dev/null | tr '\n' ' ')"
                """), cancellationToken).ConfigureAwait(false);
            var block = FactBlock.Parse(said);
            if (block["ended"] is { Length: > 0 } ended)
            {
                throw new DrillStoppedException($"{client.Name}: the prober ended: {ended}");
            }

            if (block.Number("made") >= CalmAttempts && block.Number("bad") == 0)
            {
                return;
            }

            if (left == 0)
            {
                throw new DrillStoppedException($"{client.Name}: of the last {block["made"]} attempts {block["bad"]} failed or were late without any fault: there is nothing sound to measure from.");
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the prober in order, which reads everything back first, and brings what it wrote. Empty where the machine cannot give it.</summary>
    public async Task<string> CollectAsync(Machine machine, CancellationToken cancellationToken)
    {
        using var seen = new MemoryStream();
        try
        {
            await AskAsync(machine, Sh($"systemctl stop {ProberUnit} 2>/dev/null; cat {DrillScripts.Folder}/seen.jsonl 2>/dev/null; true"), cancellationToken, output: seen).ConfigureAwait(false);
        }
        catch (DrillStoppedException)
        {
            return string.Empty;
        }

        return Encoding.UTF8.GetString(seen.ToArray());
    }

    /// <summary>Arms the timer that undoes the fault, whatever becomes of us.</summary>
    public Task ArmAsync(Machine target, ShellScript undo, TimeSpan after, CancellationToken cancellationToken) => AskAsync(
        target,
        Sh($"""
            umask 077
            mkdir -p {DrillScripts.Folder} && cat >{DrillScripts.Folder}/undo.sh || exit 1
            rm -f {DrillScripts.Folder}/undone
            systemctl reset-failed {DrillScripts.UndoUnit}.service 2>/dev/null
            systemd-run --quiet --collect --unit={DrillScripts.UndoUnit} --on-active={(long)Math.Ceiling(after.TotalSeconds)} --timer-property=AccuracySec=50ms /bin/sh {DrillScripts.Folder}/undo.sh || exit 1
            systemctl is-active --quiet {DrillScripts.UndoUnit}.timer
            """),
        cancellationToken, new MemoryStream(Encoding.UTF8.GetBytes(undo.Text)));

    /// <summary>Makes the fault.</summary>
    /// <returns>When, by the machine's clock; null where it is made a little later and the machine will tell.</returns>
    public async Task<DateTimeOffset?> FaultAsync(Machine target, ShellScript fault, CancellationToken cancellationToken)
    {
        var said = FactBlock.Parse(await AskAsync(target, fault, cancellationToken).ConfigureAwait(false))["fault"];
        return said == "later" ? null : Moment(said) ?? throw new DrillStoppedException($"{target.Name}: it did not say when the fault was made.");
    }

    /// <summary>Undoes the fault now and takes the timer away.</summary>
    /// <returns>When it was undone first, by the machine's clock; where the fault was made later, when that was, and why it could not be made.</returns>
    public async Task<(DateTimeOffset? Undone, DateTimeOffset? Fault, string? Failed)> UndoAsync(Machine target, CancellationToken cancellationToken)
    {
        var said = FactBlock.Parse(await AskAsync(target, Sh($"""
            if [ -e {DrillScripts.Folder}/undo.sh ]; then /bin/sh {DrillScripts.Folder}/undo.sh || exit 1; fi
            systemctl stop {DrillScripts.UndoUnit}.timer 2>/dev/null
            echo "undone=$(cat {DrillScripts.Folder}/undone 2>/dev/null)"
            echo "fault=$(stat -c %.9Y {DrillScripts.Moment} 2>/dev/null)"
            [ -e {DrillScripts.Moment} ] || echo "failed=$(tail -n 1 {DrillScripts.Folder}/cut.said 2>/dev/null)"
            """), cancellationToken).ConfigureAwait(false));
        return (Moment(said["undone"]), Moment(said["fault"]), said["failed"] is { Length: > 0 } failed ? failed : null);
    }

    /// <summary>Takes away everything of ours.</summary>
    public Task CleanAsync(Machine machine, CancellationToken cancellationToken) => AskAsync(
        machine,
        Sh($"systemctl stop {ProberUnit} {CleanUnit}.timer 2>/dev/null; rm -rf {DrillScripts.Folder} /var/lib/kubeha/drill"),
        cancellationToken);

    private async Task<string> AskAsync(Machine machine, ShellScript script, CancellationToken cancellationToken, Stream? input = null, Stream? output = null)
    {
        try
        {
            var session = await transport.ConnectAsync(machine.Target, cancellationToken).ConfigureAwait(false);
            var ended = await session.ExecuteAsync(new ExecRequest(script.Text) { StandardInput = input, StandardOutput = output }, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return ended.Succeeded
                ? ended.StandardOutput
                : throw new DrillStoppedException($"{machine.Name}: {(ended.StandardError.Trim() is { Length: > 0 } said ? said : string.Create(CultureInfo.InvariantCulture, $"a command of the drill ended with {ended.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? ended.Outcome.ToString()}"))}");
        }
        catch (TransportException gone)
        {
            throw new DrillStoppedException(gone.Message, gone);
        }
    }

    internal static DateTimeOffset? Moment(string seconds) =>
        decimal.TryParse(seconds.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var since) && since > 0
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(since * TimeSpan.TicksPerSecond))
            : null;

    internal static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMicroseconds(Math.Round(time.TotalMicroseconds));
}
