using static KubeHa.ShellScript;

namespace KubeHa;

/// <summary>
/// A long step, or one that must not be silent for long, as a job: it leaves its connection, so that a lost one does not end it half-way, and a command with the same key finds it again. There
/// is one at a time on a machine; what is known of it stands in <c>job</c> in our folder there, with a lock that it holds for as long as it lives.
/// </summary>
internal static class RemoteJob
{
    /// <summary>Exit code of a job that was killed (128 + SIGKILL).</summary>
    private const int Killed = 137;

    /// <summary>Exit code of a job that wrote nothing for too long, as timeout(1) has it for one that takes too long.</summary>
    private const int Silent = 124;

    // $1 our folder, $2 whether it reads, $3 body; the rest are its arguments. What it reads comes as one line, and is there as a whole before
    // the body starts: of a connection that dies before, nothing has begun. The body does not hold the job's lock: what it leaves running is not the job.
    private static readonly ShellScript Runner = Sh($$"""
        w=$1 reads=$2 body=$3 j=$1/job
        shift 3
        read -r a b c d group rest <"/proc/$$/stat"
        echo "$group" >"$w/group"
        if [ "$reads" = 1 ]; then
          IFS= read -r input || exit 74
          exec </dev/null
          printf '%b' "$input" | sh -c "$body" sh "$@" >"$j/out" 2>"$j/err" 7>&-
        else
          exec </dev/null
          sh -c "$body" sh "$@" >"$j/out" 2>"$j/err" 7>&-
        fi
        echo $? >"$j/code.new" && mv "$j/code.new" "$j/code"
        """);

    // Ends the group of a job, at the sixth time for good.
    private static readonly ShellScript Press = Sh($$"""
        press() { n=$((n + 1)); if [ "$n" = 1 ]; then kill -TERM "-$1" 2>/dev/null; elif [ "$n" = 6 ]; then kill -KILL "-$1" 2>/dev/null; fi; }
        """);

    // Until the job's lock is free, while it says something now and then. Where there is no output yet there is no group of its own yet either. Who comes back
    // to a job gives it the whole time again.
    private static readonly ShellScript Listen = Sh($$"""
        n=0 size='' mute=''
        until flock -n 7; do
          read -r now rest </proc/uptime
          seen=$(stat -c %s "$j/out" "$j/err" 2>/dev/null)
          if [ -z "$seen" ] || [ "$seen" != "$size" ]; then size=$seen heard=${now%.*}; fi
          if [ -n "$mute" ] || [ "$((${now%.*} - heard))" -ge "$silence" ]; then
            mute=1
            read -r old <"$w/group"
            press "$old"
          fi
          sleep 1
        done
        """);

    // $1 key, $2 limit in seconds, $3 how many seconds it may be silent, or 0, $4 title, $5 whether it reads, $6 body. A shell gives a command in the
    // background nothing to read, so its input is handed over by another number.
    private static readonly ShellScript Front = Sh($$"""
        key=$1 limit=$2 silence=$3 title=$4 reads=$5 body=$6 have='' found='' mute=''
        shift 6
        if [ -e "$j/key" ]; then read -r have <"$j/key"; fi
        if [ "$have" = "$key" ]; then
          exec 7>>"$j/lock"
          if ! flock -n 7 || [ -e "$j/code" ]; then found=1; fi
          exec 7>&-
        fi
        if [ -n "$found" ]; then
          cat >/dev/null
        else
          {{MachineFolder.Alone}}
          rm -rf "$j" && mkdir "$j" && echo "$key" >"$j/key" || exit 73
          read -r now rest </proc/uptime
          echo "$((${now%.*} + limit)) $title" >"$j/what"
          exec 3<&0 7>>"$j/lock"
          flock 7 || exit 73
          setsid sh -c {{Runner.Text}} sh "$w" "$reads" "$body" "$@" <&3 3<&- >/dev/null 2>&1 &
          exec 3<&- 7>&- 8>&- </dev/null
        fi
        # Of a connection that died unnoticed the one that waits here waits on, and must not take the result away from the one that came back for it.
        echo $$ >"$j/front"
        exec 7>>"$j/lock"
        if [ "$silence" = 0 ]; then flock 7 || exit 73; else
          {{Press}}
          {{Listen}}
        fi
        exec 7>&-
        front=''
        { read -r front <"$j/front"; } 2>/dev/null
        [ "$front" = "$$" ] || exit 75
        code=
        if [ -e "$j/code" ]; then read -r code <"$j/code"; fi
        tail -c 1000000 "$j/out" 2>/dev/null
        tail -c 1000000 "$j/err" >&2 2>/dev/null
        rm -rf "$j"
        if [ -n "$mute" ] && [ "$code" != 0 ]; then echo "It wrote nothing for $silence s and was ended." >&2; exit {{Silent}}; fi
        if [ -z "$code" ]; then echo 'It was killed on the machine.' >&2; exit {{Killed}}; fi
        exit "$code"
        """);

    /// <summary>
    /// What the command that takes the lock of a machine does with what another run left at work: a job is let end, and what it did is seen then; one whose time
    /// is over, and any other command, is ended. Needs <c>$run</c>; writes <c>waits</c>, the seconds that are left to it, and its title.
    /// </summary>
    public static readonly ShellScript LetEnd = Sh($$"""
        j=$w/job its=''
        if [ -e "$j/key" ]; then read -r its <"$j/key"; fi
        case $its in
          "$run".*) ;;
          *)
            if [ -n "$its" ]; then
              exec 7>>"$j/lock"
              if ! flock -n 7; then
                read -r until title <"$j/what"
                read -r old <"$w/group"
                read -r now rest </proc/uptime
                printf 'waits %s %s\n' "$((until - ${now%.*}))" "$title"
                until flock -n 7; do
                  read -r now rest </proc/uptime
                  if [ "${now%.*}" -ge "$((until + 10))" ]; then kill -KILL "-$old" 2>/dev/null
                  elif [ "${now%.*}" -ge "$until" ]; then kill -TERM "-$old" 2>/dev/null; fi
                  sleep 1
                done
              fi
              exec 7>&-
              rm -rf "$j"
            fi
            ( {{MachineFolder.Alone}}
            ) || exit
            ;;
        esac
        """);

    /// <summary>Whether a step is long enough to be one: its time limit says so.</summary>
    public static bool Is(PlanStep step) => step.Action is StepAction.RunScript && (step.Timeout > PlanStep.DefaultTimeout || step.NoOutputTimeout is not null);

    /// <summary>The command that starts the job of a step, or finds it again, and stays until it ends.</summary>
    /// <param name="step">The step.</param>
    /// <param name="key">The job's name: the run's id, a dot, and something that no other job of the run has.</param>
    /// <param name="reads">Whether the step reads something; then it comes as <see cref="BatchScript.InputLine"/>.</param>
    public static string Command(PlanStep step, string key, bool reads)
    {
        var script = StepScripts.Of(step.Action);
        var limit = StepScripts.Seconds(step.Timeout);
        var silence = StepScripts.Seconds(step.NoOutputTimeout ?? TimeSpan.Zero);
        return Lines(StepScripts.Envelope, MachineFolder.Open, Sh($"j=$w/job"), Sh($"set -- {key} {limit} {silence} {step.Title} {(reads ? 1 : 0)} {script.Body.Text} {script.Arguments}"), Front).Text;
    }

    /// <summary>The command that ends a job, and writes what that said last.</summary>
    /// <param name="key">The job's name.</param>
    public static string End(string key) => Lines(StepScripts.Envelope, MachineFolder.Open, Sh($$"""
        j=$w/job key={{key}} have='' n=0
        if [ -e "$j/key" ]; then read -r have <"$j/key"; fi
        [ "$have" = "$key" ] || exit 0
        read -r old <"$w/group"
        {{Press}}
        exec 7>>"$j/lock"
        until flock -n 7; do
          press "$old"
          [ "$n" -le 10 ] || exit 75
          sleep 1
        done
        tail -c 20000 "$j/err" 2>/dev/null
        rm -rf "$j"
        """)).Text;
}
