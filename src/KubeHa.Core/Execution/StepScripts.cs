using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static KubeHa.ShellScript;

namespace KubeHa;

/// <summary>
/// The remote commands of steps; the only place that builds them. All run in dash, bash and busybox. Lines on standard output that begin
/// with U+001E tell what came of a step. What scripts and probes write goes to standard error, so that no output can hide such a line.
/// </summary>
internal static class StepScripts
{
    /// <summary>Exit code of a wait whose deadline passed (EX_TEMPFAIL of sysexits.h).</summary>
    public const int DeadlinePassed = 75;

    /// <summary>Exit code of a script that ended well and whose probe still says that the work is not done (EX_SOFTWARE of sysexits.h).</summary>
    public const int Unproven = 70;

    /// <summary>What a marker line begins with.</summary>
    public const string Mark = "\u001ekubeha ";

    /// <summary>The line before our block.</summary>
    public const string BlockBegin = "# BEGIN KubeHa";

    /// <summary>The line after our block.</summary>
    public const string BlockEnd = "# END KubeHa";

    /// <summary>What every command begins with: non-root logins and sudo come with paths that lack sbin.</summary>
    public static readonly ShellScript Envelope = Sh($"LC_ALL=C; PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL PATH; umask 022");

    private static readonly ShellScript Check = Sh($"exec sh -c \"$1\" </dev/null >&2");

    // Not by another shell: looks are many, and most of their time is the starting of programs.
    private static readonly ShellScript Observe = Sh($"exec </dev/null; probe=$1; shift; eval \"$probe\"");

    // $1 script, $2 unless, $3 only if, $4 whether there is standard input. Whoever sends standard input must not find it closed: it is read to
    // its end also where nobody needs it.
    private static readonly ShellScript RunScript = Sh($$"""
        drain() { [ "$input" = 0 ] || cat >/dev/null; }
        end() { drain; printf '\036kubeha %s\n' "$1"; exit "$2"; }
        script=$1 unless=$2 onlyif=$3 input=$4
        if [ -n "$onlyif" ]; then sh -c "$onlyif" </dev/null >/dev/null 2>&1 || end holds 0; fi
        if [ -n "$unless" ]; then ! sh -c "$unless" </dev/null >/dev/null 2>&1 || end holds 0; fi
        if [ "$input" = 1 ]; then sh -c "$script" >&2; else sh -c "$script" </dev/null >&2; fi || exit $?
        if [ -n "$unless" ]; then sh -c "$unless" </dev/null >&2 || end unproven {{Unproven}}; fi
        end changed 0
        """);

    // $1 probe, $2 deadline and $3 interval in seconds. The clock is /proc/uptime, because the time of day jumps when a machine learns the right time.
    private static readonly ShellScript WaitUntil = Sh($$"""
        read -r now rest </proc/uptime
        end=$((${now%.*} + $2))
        while :; do
          if seen=$(sh -c "$1" </dev/null 2>&1); then exit 0; fi
          read -r now rest </proc/uptime
          if [ "${now%.*}" -ge "$end" ]; then printf '%s\n' "$seen" | tail -n 20; exit {{DeadlinePassed}}; fi
          sleep "$3"
        done
        """);

    // $1 path, $2 mode, $3 owner
    private static readonly ShellScript FilePrelude = Sh($$"""
        f=$1 mode=$2 owner=$3 user=${3%%:*} group=
        case $owner in *:*) group=${owner#*:} ;; esac
        d=${f%/*}; [ -n "$d" ] || d=/
        t=
        trap '[ -z "$t" ] || rm -f "$t"' EXIT
        trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM
        # Whoever reports to a connection that is gone must still remove what it left.
        trap 'exit 141' PIPE
        fail() { printf '%s\n' "$1" >&2; cat >/dev/null; exit 73; }
        end() { cat >/dev/null; printf '\036kubeha %s\n' "$1"; exit 0; }
        IFS= read -r want || fail 'No content arrived.'
        [ ! -L "$f" ] || fail "$f is a symbolic link; remove it, or write to the file it names."
        [ ! -d "$f" ] || fail "$f is a directory."
        [ ! -e "$f" ] || [ -f "$f" ] || fail "$f is not a regular file."
        temporary() {
          [ -d "$d" ] || mkdir -p "$d" || fail "The directory $d cannot be made."
          umask 077

          # What a killed write of this file has left; nobody else writes it now.
          rm -f "$d/.kubeha.${f##*/}."????????
          t=$(mktemp "$d/.kubeha.${f##*/}.XXXXXXXX") || fail "No file can be made in $d."
        }
        place() {
          chown "$1" "$t" && chmod "$2" "$t" || fail "Owner $1 and mode $2 cannot be set."
          sync "$t" 2>/dev/null || sync
          mv -f "$t" "$f" || fail "$f cannot be replaced."
          t=
          sync "$d" 2>/dev/null || sync
        }
        """);

    // $4 whether existing content is kept
    private static readonly ShellScript WriteWhole = Sh($$"""
        {{FilePrelude}}
        keep=$4
        asked() {
          set -- $(stat -c '%a %U %u %G %g' "$f")
          [ "$1" = "$mode" ] && { [ "$2" = "$user" ] || [ "$3" = "$user" ]; } && { [ -z "$group" ] || [ "$4" = "$group" ] || [ "$5" = "$group" ]; }
        }
        if [ -e "$f" ]; then
          if [ "$keep" = 1 ] && [ -s "$f" ]; then have=$want; else have=$(sha256sum <"$f") || fail "$f cannot be read."; fi
          if [ "${have%% *}" = "$want" ]; then
            if asked; then end holds; fi
            chown "$owner" "$f" && chmod "$mode" "$f" || fail "Owner $owner and mode $mode of $f cannot be set."
            end changed
          fi
        fi
        temporary
        said=$(dd of="$t" bs=65536 conv=fsync 2>&1) || fail "$said"
        have=$(sha256sum <"$t")
        [ "${have%% *}" = "$want" ] || fail "What arrived for $f is not what was sent; nothing was changed."
        place "$owner" "$mode"
        end changed
        """);

    // $4 and $5 the lines around our block
    private static readonly ShellScript WriteBlock = Sh($$"""
        {{FilePrelude}}
        begin=$4 last=$5 b= e= attributes=
        markers() {
          b=$(grep -n -x -F -e "$begin" "$1" | cut -d: -f1)
          e=$(grep -n -x -F -e "$last" "$1" | cut -d: -f1)
        }
        inside() { tail -n +$((b + 1)) "$1" | head -n $((e - b - 1)) | sha256sum; }
        if [ -e "$f" ]; then
          attributes=$(stat -c '%u:%g %a' "$f") || fail "$f cannot be read."
          markers "$f"
          case "$b/$e" in
            /) ;;
            */|/*|*[!0-9/]*) fail "$f: the line '$begin' or '$last' stands there without the other, or twice; mend the file by hand." ;;
            *) [ "$b" -lt "$e" ] || fail "$f: the line '$last' stands before '$begin'; mend the file by hand."
               have=$(inside "$f"); if [ "${have%% *}" = "$want" ]; then end holds; fi ;;
          esac
        fi
        temporary
        {
          if [ -n "$b" ]; then head -n $((b - 1)) "$f"
          elif [ -s "$f" ]; then cat "$f" && { [ -z "$(tail -c 1 "$f")" ] || printf '\n'; }
          fi && printf '%s\n' "$begin" && cat && printf '%s\n' "$last" &&
          if [ -n "$b" ]; then tail -n +$((e + 1)) "$f"; fi
        } >"$t" || fail "The new $f cannot be written beside the old one."
        markers "$t"; have=$(inside "$t")
        [ "${have%% *}" = "$want" ] || fail "What arrived for $f is not what was sent; nothing was changed."
        if [ -n "$attributes" ]; then place "${attributes% *}" "${attributes#* }"; else place "$owner" "$mode"; fi
        end changed
        """);

    /// <summary>How the machine carries out an action.</summary>
    public static StepScript Of(StepAction action) => action switch
    {
        StepAction.WriteFile { File: { Placement: FilePlacement.Block } file } => new(WriteBlock, [file.Path, Octal(file), file.Owner, BlockBegin, BlockEnd]),
        StepAction.WriteFile { File: var file } => new(WriteWhole, [file.Path, Octal(file), file.Owner, file.KeepExisting ? "1" : "0"]),
        StepAction.RunScript run => new(RunScript, [run.Script.Text, run.Unless?.Text ?? "", run.OnlyIf?.Text ?? "", run.StandardInput is null ? "0" : "1"]),
        StepAction.WaitUntil wait => new(WaitUntil, [wait.Probe.Text, Seconds(wait.Deadline), Seconds(wait.Interval)]),
        StepAction.Check check => new(Check, [check.Probe.Text]),
        StepAction.Observe observe => new(Observe, [observe.Probe.Text]),
        _ => throw new InvalidOperationException($"No command for {action.GetType().Name}."),
    };

    /// <summary>The command that carries out an action by itself.</summary>
    public static string Command(StepAction action)
    {
        var script = Of(action);
        return Lines([Envelope, .. BatchRules.Changes(action) ? [MachineFolder.Enter] : Array.Empty<ShellScript>(), Sh($"set -- {script.Arguments}"), script.Body]).Text;
    }

    /// <summary>What an action reads, with its secrets; <see langword="null"/> where it reads nothing.</summary>
    /// <param name="action">The action.</param>
    /// <param name="bind">Gives the text of a content.</param>
    public static byte[]? Input(StepAction action, Func<Content, string> bind) => action switch
    {
        StepAction.WriteFile write => FileInput(write.File, bind(write.File.Content)),
        StepAction.RunScript { StandardInput: { } content } => Encoding.UTF8.GetBytes(bind(content)),
        _ => null,
    };

    /// <summary>Whether a line is one of the two between which our block stands.</summary>
    public static bool IsMarker(string line) => line is BlockBegin or BlockEnd;

    // The hash of the text, which must not stand in an argument where the text holds a secret, and the text.
    private static byte[] FileInput(ConfigFile file, string text)
    {
        if (file.Placement == FilePlacement.Block && text.Length > 0 && !text.EndsWith('\n'))
        {
            text += "\n";
        }

        var content = Encoding.UTF8.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content)) + "\n"), .. content];
    }

    private static string Octal(ConfigFile file) => Convert.ToString((int)file.Mode, 8);

    /// <summary>Whole seconds, for the machine's shell.</summary>
    public static string Seconds(TimeSpan time) => ((long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
