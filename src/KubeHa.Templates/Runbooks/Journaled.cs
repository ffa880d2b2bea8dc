namespace KubeHa.Templates;

/// <summary>Keeps a log of what runs in the operator's folder, where there is one.</summary>
internal static class Journaled
{
    public static async Task<RunReport> RunAsync(ApplyOptions options, TimeProvider timeProvider, Func<ApplyOptions, Task<RunReport>> run)
    {
        if (options.Folder is not { } folder)
        {
            return await run(options).ConfigureAwait(false);
        }

        using var journal = new RunJournal(folder, timeProvider);
        return await run(options.Told(happened =>
        {
            try
            {
                options.OnEvent?.Invoke(happened);
            }
            finally
            {
                journal.Write(happened);
            }
        })).ConfigureAwait(false);
    }
}
