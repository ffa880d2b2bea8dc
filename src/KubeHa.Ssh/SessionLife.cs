namespace KubeHa.Ssh;

/// <summary>Whether a session's connection lives, and when its machine was last heard. Once lost it stays lost.</summary>
internal sealed class SessionLife(TimeProvider timeProvider)
{
    private readonly TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastHeard = timeProvider.GetTimestamp();

    /// <summary>Completes with the reason when the connection is gone.</summary>
    public Task<string> Lost => lost.Task;

    public bool IsLost => lost.Task.IsCompleted;

    public TimeSpan Silence => timeProvider.GetElapsedTime(Volatile.Read(ref lastHeard));

    public void Heard() => Volatile.Write(ref lastHeard, timeProvider.GetTimestamp());

    public void Lose(string reason) => lost.TrySetResult(reason);
}
