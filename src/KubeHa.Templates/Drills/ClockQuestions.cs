using System.Globalization;
using System.IO.Pipelines;
using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>
/// A machine's clock beside the operator's, by questions to one shell that runs. It answers each by making an empty file, whose time the kernel writes: no program is started
/// between question and answer, so that the way there is as short as the way back. (A question that starts a program has its answer near the end of the time that it takes, and
/// half of that time is all that is known of it.)
/// </summary>
internal static class ClockQuestions
{
    private const int Tries = 9;

    /// <summary>A file's time is that of the kernel's last tick, every 10 ms at the least.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private static ShellScript Script { get; } = Sh($$"""
        d=$(mktemp -d) || exit 1
        trap 'rm -rf "$d"' EXIT
        n=0
        while read -r question; do n=$((n+1)); : >"$d/$n"; echo "$n"; done
        cd "$d" && stat -c '%n=%.9Y' -- *
        """);

    /// <param name="machine">The machine.</param>
    /// <param name="time">The operator's clock.</param>
    /// <param name="patience">How long to wait for one answer.</param>
    /// <param name="run">Runs a script there that reads and writes while it runs.</param>
    /// <returns>The clock; null where the transport passes nothing on while a command runs, or the machine's files have no such times.</returns>
    public static async Task<DrillClock?> AskAsync(Machine machine, TimeProvider time, TimeSpan patience, Func<ShellScript, Stream, Stream, Task> run)
    {
        var (questions, answers) = (new Pipe(), new AnswerLines(time));
        await using var _ = answers.ConfigureAwait(false);
        var asked = new List<DateTimeOffset>();
        await AskAsync().ConfigureAwait(false);
        var running = run(Script, questions.Reader.AsStream(), answers);
        try
        {
            for (var number = 1; number <= Tries; number++)
            {
                if (await answers.LineAsync(number - 1, running, patience).ConfigureAwait(false) is null)
                {
                    break;
                }

                if (number < Tries)
                {
                    await AskAsync().ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await questions.Writer.CompleteAsync().ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
        return Best(machine.Name, asked, answers.All);

        async Task AskAsync()
        {
            asked.Add(time.GetUtcNow());
            await questions.Writer.WriteAsync("?\n"u8.ToArray()).ConfigureAwait(false);
        }
    }

    private static DrillClock? Best(string machine, List<DateTimeOffset> asked, IReadOnlyList<(string Text, DateTimeOffset At)> lines)
    {
        var there = lines.Select(line => line.Text.Split('=')).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (there.Count < Tries || there.Values.All(value => value.EndsWith(".000000000", StringComparison.Ordinal)))
        {
            return null;
        }

        // The first was there before the shell was.
        DrillClock? best = null;
        for (var index = 1; index < Tries; index++)
        {
            var half = (lines[index].At - asked[index]) / 2;
            var name = (index + 1).ToString(CultureInfo.InvariantCulture);
            if (lines[index].Text == name && there.TryGetValue(name, out var seconds) && DrillHands.Moment(seconds) is { } moment && (best is null || half + Tick < best.Error))
            {
                best = new DrillClock(machine, DrillHands.Rounded(moment - (asked[index] + half)), DrillHands.Rounded(half + Tick));
            }
        }

        return best;
    }
}
