using System.Text;

namespace KubeHa.Ssh;

/// <summary>
/// The shell text around commands. Written for dash, bash and busybox alike. sshd runs <c>$SHELL -c text</c>, so every text here is one
/// <c>exec</c> of /bin/sh or sudo with single-quoted words, which every Bourne-like login shell takes the same way.
/// </summary>
internal static class RemoteShell
{
    /// <summary>
    /// Beyond this a command travels on stdin into a file. SSH.NET 2026.0.0 refuses to send a packet of more than 68,536 bytes, and drops the
    /// connection; the kernel's limit for one argument, 128 KiB, comes later.
    /// </summary>
    public const int LongestArgument = 60 * 1024;

    private const string Environment =
        "export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\ncd /\n";

    // $1 id, $2 directory of the session, $3 command, or its length where it comes on stdin. The process group is told to the control shell, which can kill it; then the second look at
    // 'closed' and '.x' makes sure that it either sees our file or we see its. sshd makes every command the leader of its own group, and sudo with
    // use_pty makes another; so it is read, not assumed. The marker stands directly before the command: no marker, no start.
    private const string Boot = Environment + """
        umask 022
        read -r a b c e g h <"/proc/$$/stat" || g=$$
        echo "$g" >"$2/$1" || exit 75
        if [ -e "$2/closed" ] || [ -e "$2/$1.x" ]; then exit 75; fi
        STORE
        printf '\036KH %s\n' MARK
        printf '\036KH %s\n' MARK >&2
        """;

    private const string RunArgument = "\nexec /bin/sh -c \"$3\" sh";

    // A command too long for an argument. It is complete before the marker says that it starts.
    private const string StoreInput = "(umask 077; cat >\"$2/$1.s\") && [ \"$(wc -c <\"$2/$1.s\")\" -eq \"$3\" ] || exit 75";
    private const string RunStored = "\nexec /bin/sh \"$2/$1.s\" </dev/null";

    // The control shell of a session lives as long as the connection: when its stdin ends, it ends every command that still runs. It answers signs of
    // life (P), ends a group gently (T) or not (K), and forgets one (E).
    private const string Control = Environment + """
        umask 077
        trap '' HUP INT PIPE TERM
        d=$(mktemp -d /run/kubeha-ssh.XXXXXXXX 2>/dev/null || mktemp -d /tmp/kubeha-ssh.XXXXXXXX) || exit 73
        hit() {
          g=
          if [ -e "$d/$2" ]; then read -r g <"$d/$2"; fi
          case $g in ''|0|1|*[!0-9]*) return 1 ;; esac
          kill "-$1" "-$g" 2>/dev/null
        }
        hitall() {
          any=1
          for f in "$d"/[0-9]*; do
            f=${f##*/}
            case $f in *[!0-9]*) continue ;; esac
            if hit "$1" "$f"; then any=0; fi
          done
          return $any
        }
        printf '\036KH %s\n' MARK
        echo "S $(id -u) $d"
        while read -r v i; do
          case $v in
            P) echo "P $i" ;;
            T) : >"$d/$i.x"; if hit TERM "$i"; then echo "T $i"; else echo "G $i"; fi ;;
            K) : >"$d/$i.x"; if hit KILL "$i"; then echo "K $i"; else echo "G $i"; fi ;;
            E) rm -f "$d/$i" "$d/$i.x" "$d/$i.s" ;;
          esac
        done
        exec >/dev/null 2>&1
        : >"$d/closed"
        if hitall TERM; then
          for n in 1 2 3 4 5; do sleep 1; hitall 0 || break; done
          hitall KILL
        fi
        rm -rf "$d"
        """;

    // $@ is what sudo shall run. The ticket of 'sudo -v' is bound to this shell as its parent, so this shell must stay. Where no ticket is kept
    // (timestamp_timeout=0) sudo asks again and takes one line; the password is known to be right by then, so that nothing else is taken for one.
    private const string SudoPassword = """
        IFS= read -r p || exit 76
        if ! printf '%s\n' "$p" | sudo -S -p '' -v; then (exit 77)
        elif sudo -n true 2>/dev/null; then unset p; sudo -n -H -- "$@"
        else { printf '%s\n' "$p"; unset p; exec cat; } | sudo -S -p '' -H -- "$@"; fi
        """;

    // Behind a command with input: what it left is read away before sshd sees the end. For input on a channel that is closed, as that of an ended command is, sshd ends the whole
    // connection. The marker says that nobody wants the rest. A shell that stands in between tells death by a signal as 128 and its number.
    private const string ReadRest = "\nr=$?; printf '\\036KH %s\\n' MARK-end >&2; cat >/dev/null; exit $r";

    /// <summary>What the login shell prints first, before it becomes root.</summary>
    public static string LoginMarker(string mark) => Marker(mark + "-login");

    /// <summary>What stands in standard error where a command ended that has input.</summary>
    public static string EndMarker(string mark) => Marker(mark + "-end");

    public static string Marker(string mark) => $"\u001eKH {mark}\n";

    public static string ControlCommand(SshElevation elevation, string mark) =>
        "exec /bin/sh -c " + Quote($"printf '\\036KH %s\\n' {mark}-login\n" + AsRoot(elevation, "", ["/bin/sh", "-c", Control.Replace("MARK", mark, StringComparison.Ordinal)]));

    public static string Command(SshElevation elevation, string mark, string id, string directory, string command, bool hasInput)
    {
        string boot = Filled(Boot, mark, ":") + RunArgument + (hasInput ? "" : " </dev/null");
        return AsRoot(elevation, hasInput || elevation == SshElevation.SudoPassword ? Filled(ReadRest, mark, "") : "", ["/bin/sh", "-c", boot, "kubeha", id, directory, command]);
    }

    /// <summary>For a command that travels on standard input and has no other input.</summary>
    public static string CommandOnInput(SshElevation elevation, string mark, string id, string directory, int length) =>
        AsRoot(elevation, Filled(ReadRest, mark, ""), ["/bin/sh", "-c", Filled(Boot, mark, StoreInput) + RunStored, "kubeha", id, directory, length.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    public static bool FitsArgument(string command) => Encoding.UTF8.GetByteCount(command) <= LongestArgument;

    /// <summary>One word for any Bourne-like shell.</summary>
    public static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string Filled(string text, string mark, string store) =>
        text.Replace("MARK", mark, StringComparison.Ordinal).Replace("STORE", store, StringComparison.Ordinal);

    private static string AsRoot(SshElevation elevation, string behind, string[] words)
    {
        string[] sudo = elevation == SshElevation.SudoNoPassword ? ["sudo", "-n", "-H", "--"] : [];
        string quoted = string.Join(' ', sudo.Concat(words.Select(Quote)));
        string around = (elevation == SshElevation.SudoPassword ? SudoPassword : "\"$@\"") + behind;
        return elevation == SshElevation.SudoPassword || behind.Length > 0 ? $"exec /bin/sh -c {Quote(around)} kubeha {quoted}" : "exec " + quoted;
    }
}
