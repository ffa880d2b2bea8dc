namespace KubeHa.Lab;

/// <summary>Named checks, one line each, and their totals.</summary>
internal sealed class Checklist(Talk talk)
{
    private int passed;
    private int failed;
    private int skipped;

    public bool AllPassed => failed == 0 && passed > 0;

    public string Totals => FormattableString.Invariant($"{passed} passed, {failed} failed, {skipped} skipped");

    /// <summary>Runs a check; what it throws is why it failed. Goes on after a failure.</summary>
    /// <returns>Whether it passed.</returns>
    public async Task<bool> CheckAsync(string name, Func<Task> check)
    {
        var start = talk.Seconds;
        try
        {
            await check();
        }
        catch (LabException why)
        {
            failed++;
            Console.WriteLine(FormattableString.Invariant($"FAIL {name} ({talk.Seconds - start:0.0} s)"));
            Console.WriteLine("     " + why.Message.ReplaceLineEndings("\n     "));
            return false;
        }

        passed++;
        Console.WriteLine(FormattableString.Invariant($"ok   {name} ({talk.Seconds - start:0.0} s)"));
        return true;
    }

    public void Skip(string name, string why)
    {
        skipped++;
        Console.WriteLine($"skip {name}: {why}");
    }

    public static void Must(bool holds, FormattableString otherwise)
    {
        if (!holds)
        {
            throw new LabException(FormattableString.Invariant(otherwise));
        }
    }
}
