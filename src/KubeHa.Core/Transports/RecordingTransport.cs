using System.Text.RegularExpressions;

namespace KubeHa;

/// <summary>
/// A transport without machines, for tests: it answers by rules, keeps what it was asked, and fails on what no rule matches.
/// A command that carries several steps is answered step by step, and the engine's own commands (its lock of a machine) by themselves, so that
/// rules are about steps. Rules are tried in the order they were added, those of <see cref="OnAny(ExecResult)"/> after all others. Thread-safe.
/// </summary>
/// <example>
/// <code>
/// var transport = new RecordingTransport()
///     .On("kubeadm init", RecordingTransport.Changed)
///     .Unreachable("node3")
///     .OnAny(RecordingTransport.Holds);
/// </code>
/// </example>
public sealed class RecordingTransport : ITransport
{
    private readonly Lock gate = new();
    private readonly List<Rule> rules = [];
    private readonly List<Rule> lastRules = [];
    private readonly List<RecordedCommand> commands = [];
    private readonly List<Target> connections = [];
    private readonly Dictionary<string, (TransportFailure Reason, string Message, int Times)> refusals = new(StringComparer.Ordinal);

    /// <summary>The answer of a <see cref="StepAction.WriteFile"/> or <see cref="StepAction.RunScript"/> step that found nothing to do.</summary>
    public static ExecResult Holds { get; } = Output(StepScripts.Mark + "holds\n");

    /// <summary>The answer of a <see cref="StepAction.WriteFile"/> or <see cref="StepAction.RunScript"/> step that changed its machine.</summary>
    public static ExecResult Changed { get; } = Output(StepScripts.Mark + "changed\n");

    /// <summary>The connection was lost while the command ran.</summary>
    public static ExecResult Lost { get; } = new(ExecOutcome.Unknown, null, null, "", "The connection was lost.");

    /// <summary>The connection was gone before the command was given.</summary>
    public static ExecResult NotStarted { get; } = new(ExecOutcome.NotStarted, null, null, "", "The connection is gone.");

    /// <summary>Everything that was asked, in order.</summary>
    public IReadOnlyList<RecordedCommand> Commands
    {
        get
        {
            lock (gate)
            {
                return [.. commands];
            }
        }
    }

    /// <summary>The machines that sessions were opened on, in order; one that was connected twice is there twice.</summary>
    public IReadOnlyList<Target> Connections
    {
        get
        {
            lock (gate)
            {
                return [.. connections];
            }
        }
    }

    /// <summary>A command that ended well and wrote a text.</summary>
    /// <param name="text">Its standard output.</param>
    public static ExecResult Output(string text) => new(ExecOutcome.Completed, 0, null, text, "");

    /// <summary>A command that ended with an exit code.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="standardError">What it wrote to standard error.</param>
    public static ExecResult Exit(int code, string standardError = "") => new(ExecOutcome.Completed, code, null, "", standardError);

    /// <summary>Answers the commands that a condition holds for.</summary>
    /// <param name="when">The condition.</param>
    /// <param name="reply">The answer.</param>
    public RecordingTransport On(Func<Target, ExecRequest, bool> when, ExecResult reply) => On(when, _ => reply);

    /// <summary>Answers the commands that a condition holds for.</summary>
    /// <param name="when">The condition.</param>
    /// <param name="reply">Gives the answer.</param>
    public RecordingTransport On(Func<Target, ExecRequest, bool> when, Func<RecordedCommand, ExecResult> reply) => Add(rules, when, (command, _) => Task.FromResult(reply(command)));

    /// <summary>Answers the commands that a condition holds for, in their own time.</summary>
    /// <param name="when">The condition.</param>
    /// <param name="reply">Gives the answer; its token ends the command.</param>
    public RecordingTransport On(Func<Target, ExecRequest, bool> when, Func<RecordedCommand, CancellationToken, Task<ExecResult>> reply) => Add(rules, when, reply);

    /// <summary>Answers the commands whose text a regular expression matches.</summary>
    /// <param name="pattern">The expression; it is looked for in the whole shell text, line ends included.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="machine">The machine's name; any where <see langword="null"/>.</param>
    public RecordingTransport On(string pattern, ExecResult reply, string? machine = null)
    {
        var expression = new Regex(pattern, RegexOptions.CultureInvariant);
        return On((target, request) => (machine is null || target.Name == machine) && expression.IsMatch(request.Command), reply);
    }

    /// <summary>Answers what no other rule matches.</summary>
    /// <param name="reply">The answer.</param>
    public RecordingTransport OnAny(ExecResult reply) => OnAny(_ => reply);

    /// <summary>Answers what no other rule matches.</summary>
    /// <param name="reply">Gives the answer.</param>
    public RecordingTransport OnAny(Func<RecordedCommand, ExecResult> reply) => Add(lastRules, (_, _) => true, (command, _) => Task.FromResult(reply(command)));

    /// <summary>Lets connections to a machine fail.</summary>
    /// <param name="machine">The machine's name.</param>
    /// <param name="reason">Why they fail.</param>
    /// <param name="message">What the exception says.</param>
    /// <param name="times">How many connections fail; the ones after them are made.</param>
    public RecordingTransport Unreachable(string machine, TransportFailure reason = TransportFailure.Unreachable, string message = "no connection", int times = int.MaxValue)
    {
        lock (gate)
        {
            refusals[machine] = (reason, message, times);
        }

        return this;
    }

    /// <summary>Loses the connection during the first command that a regular expression matches: that command ends unknown, later ones of its session do not start. A new session works.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="machine">The machine's name; any where <see langword="null"/>.</param>
    public RecordingTransport LoseConnectionOnce(string pattern, string? machine = null)
    {
        var expression = new Regex(pattern, RegexOptions.CultureInvariant);
        var left = 1;
        return On((target, request) => (machine is null || target.Name == machine) && expression.IsMatch(request.Command) && Interlocked.Exchange(ref left, 0) == 1, Lost);
    }

    /// <inheritdoc/>
    public Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (refusals.TryGetValue(target.Name, out var refusal) && refusal.Times > 0)
            {
                refusals[target.Name] = refusal with { Times = refusal.Times - 1 };
                throw new TransportException(target, refusal.Reason, refusal.Message);
            }

            connections.Add(target);
        }

        return Task.FromResult<IHostSession>(new Session(this, target));
    }

    private RecordingTransport Add(List<Rule> list, Func<Target, ExecRequest, bool> when, Func<RecordedCommand, CancellationToken, Task<ExecResult>> reply)
    {
        ArgumentNullException.ThrowIfNull(when);
        ArgumentNullException.ThrowIfNull(reply);
        lock (gate)
        {
            list.Add(new Rule(when, reply));
        }

        return this;
    }

    private Task<ExecResult> AnswerAsync(Target target, ExecRequest request, PartsAnswer parts, CancellationToken cancellationToken) =>
        request.Housekeeping != Housekeeping.None || request.Parts.Count > 0
            ? parts.AnswerAsync(request, part => AnswerOneAsync(target, part, cancellationToken))
            : AnswerOneAsync(target, request, cancellationToken);

    private async Task<ExecResult> AnswerOneAsync(Target target, ExecRequest request, CancellationToken cancellationToken)
    {
        var input = "";
        if (request.StandardInput is not null)
        {
            using var reader = new StreamReader(request.StandardInput, leaveOpen: true);
            input = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        }

        var command = new RecordedCommand(target, request.Command, input);
        Rule? rule;
        lock (gate)
        {
            commands.Add(command);
            rule = rules.Concat(lastRules).FirstOrDefault(rule => rule.When(target, request));
        }

        var answer = rule is null
            ? throw new InvalidOperationException($"No rule of the RecordingTransport matches this command on {target}:\n{request.Command}")
            : await rule.Reply(command, cancellationToken).ConfigureAwait(false);
        if (request.StandardOutput is null)
        {
            return answer;
        }

        await request.StandardOutput.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer.StandardOutput), cancellationToken).ConfigureAwait(false);
        return answer with { StandardOutput = "" };
    }

    private sealed record Rule(Func<Target, ExecRequest, bool> When, Func<RecordedCommand, CancellationToken, Task<ExecResult>> Reply);

    private sealed class Session(RecordingTransport transport, Target target) : IHostSession
    {
        private readonly PartsAnswer parts = new();
        private volatile bool lost;

        public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(request);
            if (lost)
            {
                return NotStarted;
            }

            var answer = await transport.AnswerAsync(target, request, parts, cancellationToken).ConfigureAwait(false);
            lost |= answer.Outcome != ExecOutcome.Completed;
            return answer;
        }

        public ValueTask DisposeAsync()
        {
            lost = true;
            parts.Close();
            return ValueTask.CompletedTask;
        }
    }
}
