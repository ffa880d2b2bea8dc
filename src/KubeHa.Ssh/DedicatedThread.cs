namespace KubeHa.Ssh;

/// <summary>
/// Runs what blocks on a thread of its own. SSH.NET waits for the network in calls that look asynchronous, and its streams block their readers:
/// a hundred machines on the thread pool would starve it.
/// </summary>
internal static class DedicatedThread
{
    // The work is shallow; a thousand machines with three readers each should not reserve gigabytes.
    private const int StackSize = 256 * 1024;

    public static Task<T> Run<T>(Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    completion.SetResult(work());
                }
#pragma warning disable CA1031 // Whatever it is, it belongs to the one who waits.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    completion.SetException(e);
                }
            },
            StackSize)
        { IsBackground = true, Name = "KubeHa.Ssh" };
        thread.Start();
        return completion.Task;
    }

    public static Task Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>For a task nobody waits for any more: its failure is seen, so that it does not surface elsewhere.</summary>
    public static void Forget(Task task) =>
        task.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
