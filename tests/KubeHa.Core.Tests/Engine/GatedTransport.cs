using System.Collections.Concurrent;

namespace KubeHa.Tests.Engine;

/// <summary>A transport whose commands end when the test says so.</summary>
internal sealed class GatedTransport : ITransport
{
    private readonly ConcurrentDictionary<string, (TaskCompletionSource Started, TaskCompletionSource<ExecResult> End)> gates = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Started { get; } = new();

    /// <summary>Ends when the command that holds the text has started.</summary>
    public Task StartOf(string text) => Gate(text).Started.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void End(string text, ExecResult? result = null) => Gate(text).End.TrySetResult(result ?? RecordingTransport.Changed);

    public Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) => Task.FromResult<IHostSession>(new Session(this));

    private (TaskCompletionSource Started, TaskCompletionSource<ExecResult> End) Gate(string text) =>
        gates.GetOrAdd(text, _ => (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)));

    private sealed class Session(GatedTransport transport) : IHostSession
    {
        private readonly PartsAnswer parts = new();

        public Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default) =>
            request.Housekeeping != Housekeeping.None || request.Parts.Count > 0
                ? parts.AnswerAsync(request, part => ExecuteOneAsync(part, cancellationToken))
                : ExecuteOneAsync(request, cancellationToken);

        private async Task<ExecResult> ExecuteOneAsync(ExecRequest request, CancellationToken cancellationToken)
        {
            var id = System.Text.RegularExpressions.Regex.Match(request.Command, "(run|look) (m[a-z0-9/-]+)").Groups[2].Value;
            transport.Started.Enqueue(id);
            var gate = transport.Gate(id);
            gate.Started.TrySetResult();
            try
            {
                return await gate.End.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return new ExecResult(ExecOutcome.Unknown, null, null, "", "ended by us");
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
