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

    /// <summary>What a marker line begins with.</summary>
    public const string Mark = "\u001ekubeha ";

    private const string Begin = "# BEGIN KubeHa";
    private const string End = "# END KubeHa";

    // Non-root logins and sudo come with paths that lack sbin.
    private static readonly ShellScript Envelope = Sh($"LC_ALL=C; PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL PATH; umask 022");

    /// <summary>The command that carries out an action.</summary>
    public static string Command(StepAction action) => (action switch
    {
        StepAction.WriteFile { File: { Placement: FilePlacement.Block } file } => WriteBlock(file),
        StepAction.WriteFile { File: var file } => WriteWhole(file),
        StepAction.RunScript run => RunScript(run),
        StepAction.WaitUntil wait => WaitUntil(wait),
        StepAction.Check check => Lines(Envelope, Sh($"exec sh -c {check.Probe.Text} </dev/null >&2")),
        StepAction.Observe observe => Lines(Envelope, Sh($"exec sh -c {observe.Probe.Text} </dev/null")),
        _ => throw new InvalidOperationException($"No command for {action.GetType().Name}."),
    }).Text;

    /// <summary>What the command of a file step reads: the hash of the text, which must not stand in an argument where the text holds a secret, and the text.</summary>
    public static byte[] FileInput(ConfigFile file, string text)
    {
        if (file.Placement == FilePlacement.Block && text.Length > 0 && !text.EndsWith('\n'))
        {
            text += "\n";
        }

        var content = Encoding.UTF8.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content)) + "\n"), .. content];
    }

    /// <summary>Whether a line is one of the two between which our block stands.</summary>
    public static bool IsMarker(string line) => line is Begin or End;

    private static ShellScript RunScript(StepAction.RunScript run)
    {
        var script = new List<ShellScript> { Envelope };

        // Whoever sends standard input must not find it closed: it is read to its end also where nobody needs it.
        var drain = run.StandardInput is null ? Sh($":") : Sh($"cat >/dev/null");
        if (run.OnlyIf is not null)
        {
            script.Add(Sh($$"""if sh -c {{run.OnlyIf.Text}} </dev/null >/dev/null 2>&1; then :; else {{drain}}; printf '\036kubeha holds\n'; exit 0; fi"""));
        }

        if (run.Unless is not null)
        {
            script.Add(Sh($"unless={run.Unless.Text}"));
            script.Add(Sh($$"""if sh -c "$unless" </dev/null >/dev/null 2>&1; then {{drain}}; printf '\036kubeha holds\n'; exit 0; fi"""));
        }

        script.Add(Sh($"sh -c {run.Script.Text} {(run.StandardInput is null ? Sh($"</dev/null") : Sh($""))} >&2 || exit $?"));
        if (run.Unless is not null)
        {
            script.Add(Sh($$"""if sh -c "$unless" </dev/null >&2; then :; else printf '\036kubeha unproven\n'; exit 0; fi"""));
        }

        script.Add(Sh($"{drain}; printf '\\036kubeha changed\\n'"));
        return Lines(script);
    }

    // The clock is /proc/uptime, because the time of day jumps when a machine learns the right time.
    private static ShellScript WaitUntil(StepAction.WaitUntil wait) => Sh($$"""
        {{Envelope}}
        probe={{wait.Probe.Text}}
        read -r now rest </proc/uptime
        end=$((${now%.*} + {{(long)Math.Ceiling(wait.Deadline.TotalSeconds)}}))
        while :; do
          if seen=$(sh -c "$probe" </dev/null 2>&1); then exit 0; fi
          read -r now rest </proc/uptime
          if [ "${now%.*}" -ge "$end" ]; then printf '%s\n' "$seen" | tail -n 20; exit {{DeadlinePassed}}; fi
          sleep {{(long)Math.Ceiling(wait.Interval.TotalSeconds)}}
        done
        """);

    private static ShellScript FilePrelude(ConfigFile file)
    {
        var owner = file.Owner.Split(':', 2);
        return Sh($$"""
            {{Envelope}}
            f={{file.Path}} mode={{Convert.ToString((int)file.Mode, 8)}} owner={{file.Owner}} user={{owner[0]}} group={{owner.ElementAtOrDefault(1) ?? ""}}
            d=${f%/*}; [ -n "$d" ] || d=/
            t=
            trap '[ -z "$t" ] || rm -f "$t"' EXIT
            trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM
            fail() { printf '%s\n' "$1" >&2; cat >/dev/null; exit 73; }
            end() { cat >/dev/null; printf '\036kubeha %s\n' "$1"; exit 0; }
            IFS= read -r want || fail 'No content arrived.'
            [ ! -L "$f" ] || fail "$f is a symbolic link; remove it, or write to the file it names."
            [ ! -d "$f" ] || fail "$f is a directory."
            [ ! -e "$f" ] || [ -f "$f" ] || fail "$f is not a regular file."
            temporary() {
              [ -d "$d" ] || mkdir -p "$d" || fail "The directory $d cannot be made."
              umask 077
              t=$(mktemp "$d/.kubeha.XXXXXXXX") || fail "No file can be made in $d."
            }
            place() {
              chown "$1" "$t" && chmod "$2" "$t" || fail "Owner $1 and mode $2 cannot be set."
              sync "$t" 2>/dev/null || sync
              mv -f "$t" "$f" || fail "$f cannot be replaced."
              t=
              sync "$d" 2>/dev/null || sync
            }
            """);
    }

    private static ShellScript WriteWhole(ConfigFile file) => Sh($$"""
        {{FilePrelude(file)}}
        asked() {
          set -- $(stat -c '%a %U %u %G %g' "$f")
          [ "$1" = "$mode" ] && { [ "$2" = "$user" ] || [ "$3" = "$user" ]; } && { [ -z "$group" ] || [ "$4" = "$group" ] || [ "$5" = "$group" ]; }
        }
        if [ -e "$f" ]; then
          if [ {{(file.KeepExisting ? 1 : 0)}} = 1 ]; then have=$want; else have=$(sha256sum <"$f") || fail "$f cannot be read."; fi
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

    private static ShellScript WriteBlock(ConfigFile file) => Sh($$"""
        {{FilePrelude(file)}}
        begin={{Begin}} last={{End}} b= e= attributes=
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
}
