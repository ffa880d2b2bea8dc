using static KubeHa.ShellScript;

namespace KubeHa;

/// <summary>
/// Our folder on a machine, /run/kubeha: gone with the next boot, as everything in it should be. Who is not root (a transport of a user's own, a
/// test) has one of his own instead. All texts run in dash, bash and busybox, whose flock knows <c>-n</c> and a number and nothing else.
/// </summary>
internal static class MachineFolder
{
    // A command whose connection was lost is looked for this long, in seconds, and killed half-way.
    private const int Patience = 20;

    /// <summary>Makes our folder, <c>$w</c>, and tells the command's process group, <c>$group</c>.</summary>
    public static readonly ShellScript Open = Sh($$"""
        w=/run/kubeha
        [ -w /run ] || w=${TMPDIR:-/tmp}/kubeha-$(id -u)
        command -v flock >/dev/null || { echo 'The program flock (package util-linux) is missing.' >&2; exit 73; }
        mkdir -p "$w" && chmod 700 "$w" || { echo "The folder $w cannot be made." >&2; exit 73; }
        read -r a b c d group rest <"/proc/$$/stat"
        """);

    /// <summary>Only one command is at work at a time, its children included: an earlier one of this run, whose connection was lost, is ended first.</summary>
    public static readonly ShellScript Alone = Sh($$"""
        exec 8>>"$w/work"
        if ! flock -n 8; then
          read -r old <"$w/group"
          kill -TERM "-$old" 2>/dev/null
          n=0
          until flock -n 8; do
            n=$((n + 1))
            [ "$n" != {{Patience / 2}} ] || kill -KILL "-$old" 2>/dev/null
            [ "$n" -lt {{Patience}} ] || { echo "An earlier command of ours (process group $old), or what it left running, still holds $w/work. End it and run again." >&2; exit 75; }
            sleep 1
          done
        fi
        echo "$group" >"$w/group"
        """);

    /// <summary>What a command that may change the machine begins with.</summary>
    public static readonly ShellScript Enter = Lines(Open, Alone);

    /// <summary>What makes a command of several steps stop between two of them.</summary>
    public static readonly ShellScript HaltPoint = Sh($"stop=$w/stop.$mark; trap 'rm -f \"$stop\"' EXIT");

    /// <summary>Asks a command to begin no further step.</summary>
    /// <param name="mark">The mark of the command.</param>
    public static string Halt(string mark) => Lines(StepScripts.Envelope, Open, Sh($"mark={mark}; : >\"$w/stop.$mark\"")).Text;

    /// <summary>
    /// Takes the lock of a machine and stays; the lock goes with it. Writes <c>locked</c> and its process group, or <c>held</c> and by whom; before that
    /// <c>waits</c> where a job of an earlier run is let end first. A holder of the same run is what a lost connection left behind, and is ended.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="owner">Who runs it, in words, for others.</param>
    /// <param name="patience">How long another run is waited for, in seconds.</param>
    public static string Lock(string run, string owner, int patience) => Sh($$"""
        {{StepScripts.Envelope}}
        {{Open}}
        run={{run}} owner={{owner}} left={{patience}}
        exec 9>>"$w/lock"
        until flock -n 9; do
          read -r its group_of_it who <"$w/owner"
          if [ "$its" = "$run" ]; then kill -TERM "-$group_of_it" 2>/dev/null
          elif [ "$left" -le 0 ]; then printf 'held process group %s: %s\n' "$group_of_it" "$who"; exit 0; fi
          left=$((left - 1))
          sleep 1
        done
        printf '%s %s %s\n' "$run" "$group" "$owner" >"$w/owner"
        {{RemoteJob.LetEnd}}
        printf 'locked %s\n' "$group"
        exec sleep 2000000000
        """).Text;

    /// <summary>Gives a lock back.</summary>
    /// <param name="group">The process group of its holder.</param>
    public static string Unlock(long group) => Sh($"kill -TERM {"-" + group}").Text;
}
