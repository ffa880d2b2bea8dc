using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static KubeHa.ShellScript;

namespace KubeHa;

/// <summary>
/// Several steps of one machine as one command. It reports each step as it goes, by frames on standard output and standard error: a line that
/// begins with U+001E and a mark drawn for this command, so that no output of a step can pass for one. What a step reads comes as one line,
/// because only <c>read</c> is sure to take no byte more than its own in every shell.
/// </summary>
internal static class BatchScript
{
    /// <summary>The longest command that is built of several steps, in bytes. A transport may quote it twice over, and 128 KiB fit into an argument.</summary>
    public const int LongestCommand = 40 * 1024;

    /// <summary>The longest input of a step that travels with others, in bytes: shells read lines byte by byte.</summary>
    public const int LongestInput = 64 * 1024;

    // $1 number, $2 whether it reads, $3 whether a failure is no reason to stop, $4 body; the rest are its arguments.
    private static readonly ShellScript Step = Sh($$"""
        step() {
          number=$1 reads=$2 goes_on=$3 body=$4
          shift 4
          [ -z "$stop" ] || [ ! -e "$stop" ] || exit 0
          {{Frame("begin")}}
          {{Frame("begin")}} >&2
          if [ "$reads" = 1 ]; then
            IFS= read -r input || exit 74
            printf '%b' "$input" | sh -c "$body" sh "$@"
            code=$?
            input=
          elif [ "$goes_on" = 1 ]; then
            # Looks are many, and another shell costs more than most of them.
            (eval "$body") </dev/null
            code=$?
          else
            sh -c "$body" sh "$@" </dev/null
            code=$?
          fi
          {{Frame("end")}}
          [ "$code" = 0 ] || [ "$goes_on" = 1 ] || exit 0
        }
        """);

    /// <summary>A mark for one command.</summary>
    public static string NewMark() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>The command that carries out steps, one after another, until one fails.</summary>
    /// <param name="mark">The mark of its frames.</param>
    /// <param name="steps">The steps, with whether they read something.</param>
    public static string Command(string mark, IReadOnlyList<(PlanStep Step, bool Reads)> steps)
    {
        var bodies = new List<ShellScript>();
        var calls = new List<ShellScript>();
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, reads) = steps[i];
            var script = StepScripts.Of(step.Action);
            var body = bodies.IndexOf(script.Body);
            if (body < 0)
            {
                body = bodies.Count;
                bodies.Add(script.Body);
            }

            calls.Add(Sh($"step {i} {(reads ? 1 : 0)} {(step.Action is StepAction.Observe ? 1 : 0)} \"$body{body}\" {script.Arguments}"));
        }

        return Lines([
            StepScripts.Envelope,
            Sh($"mark={mark} stop="),
            .. steps.Any(step => BatchRules.Changes(step.Step.Action)) ? [MachineFolder.Enter, MachineFolder.HaltPoint] : Array.Empty<ShellScript>(),
            .. bodies.Select((body, i) => Sh($"body{i}={body.Text}")),
            Step,
            .. calls,
        ]).Text;
    }

    /// <summary>
    /// What a step reads, as a line for the shell's own <c>printf '%b'</c>. Not base64: of a program that fails in the middle of a pipe nobody hears, and
    /// kubeadm would take half a configuration for one.
    /// </summary>
    /// <param name="input">The bytes.</param>
    public static string InputLine(byte[] input)
    {
        var line = new StringBuilder(input.Length + 64);
        foreach (var octet in input)
        {
            _ = octet is >= (byte)' ' and <= (byte)'~' and not (byte)'\\'
                ? line.Append((char)octet)
                : line.Append("\\0").Append(Convert.ToString(octet, 8).PadLeft(3, '0'));
        }

        return line.Append('\n').ToString();
    }

    /// <summary>The frame that begins or ends a step, with the line end before it that no output need end with.</summary>
    public static string FrameOf(string mark, string what, int number, int code = 0) => string.Create(CultureInfo.InvariantCulture, $"\n\u001e{mark} {what} {number} {code}\n");

    private static ShellScript Frame(string what) => Sh($"printf '\\n\\036%s %s %s %s\\n' \"$mark\" {what} \"$number\" \"${{code:-0}}\"");
}
