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
        var (questions, answers) = (new Pipe(), new Pipe());
        using var lines = new StreamReader(answers.Reader.AsStream());
        var seen = new List<(DateTimeOffset Asked, DateTimeOffset Answered)>();
        var asked = await AskAsync().ConfigureAwait(false);
        var running = RunAsync();
        try
        {
            while (await lines.ReadLineAsync().WaitAsync(patience, time).ConfigureAwait(false) is not null)
            {
                seen.Add((asked, time.GetUtcNow()));
                if (seen.Count == Tries)
                {
                    break;
                }

                asked = await AskAsync().ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            await questions.Writer.CompleteAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }

        return Best(machine.Name, seen, await lines.ReadToEndAsync().ConfigureAwait(false));

        async Task<DateTimeOffset> AskAsync()
        {
            var now = time.GetUtcNow();
            await questions.Writer.WriteAsync("?\n"u8.ToArray()).ConfigureAwait(false);
            return now;
        }

        async Task RunAsync()
        {
            try
            {
                await run(Script, questions.Reader.AsStream(), answers.Writer.AsStream()).ConfigureAwait(false);
            }
            finally
            {
                await answers.Writer.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    private static DrillClock? Best(string machine, List<(DateTimeOffset Asked, DateTimeOffset Answered)> seen, string files)
    {
        var there = FactBlock.Parse(files);
        var moments = Enumerable.Range(1, Tries).Select(number => there[number.ToString(CultureInfo.InvariantCulture)]).ToList();
        if (seen.Count < Tries || moments.All(moment => moment.EndsWith(".000000000", StringComparison.Ordinal)))
        {
            return null;
        }

        // The first was there before the shell was.
        return seen.Zip(moments.Select(DrillHands.Moment)).Skip(1).Where(pair => pair.Second is not null)
            .Select(pair => (Half: (pair.First.Answered - pair.First.Asked) / 2, pair.First.Asked, There: pair.Second!.Value))
            .OrderBy(answer => answer.Half)
            .Select(answer => new DrillClock(machine, DrillHands.Rounded(answer.There - (answer.Asked + answer.Half)), DrillHands.Rounded(answer.Half + Tick)))
            .FirstOrDefault();
    }
}
