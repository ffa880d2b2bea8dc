using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeHa.Secrets.Tests;

/// <summary>Hands everything on, keeps every command's text, and knows from standard input what the secrets of the run are.</summary>
internal sealed partial class SpyTransport(ITransport inner, Haystack seen) : ITransport
{
    private readonly ConcurrentDictionary<string, bool> tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> clientKeys = new(StringComparer.Ordinal);

    /// <summary>The join tokens that were drawn.</summary>
    public IEnumerable<string> Tokens => tokens.Keys;

    /// <summary>The clients' private keys, as they stand in their kubeconfigs.</summary>
    public IEnumerable<string> ClientKeys => clientKeys.Keys;

    public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) =>
        new Session(this, await inner.ConnectAsync(target, cancellationToken));

    private void Note(string input)
    {
        foreach (Match token in Token().Matches(input))
        {
            tokens[token.Value] = true;
        }

        foreach (Match key in ClientKey().Matches(input))
        {
            clientKeys[key.Groups[1].Value] = true;
        }
    }

    [GeneratedRegex(@"\b[a-z0-9]{6}\.[a-z0-9]{16}\b")]
    private static partial Regex Token();

    [GeneratedRegex(@"client-key-data: (\S+)")]
    private static partial Regex ClientKey();

    private sealed class Session(SpyTransport spy, IHostSession inner) : IHostSession
    {
        public Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
        {
            spy.See(request);
            return inner.ExecuteAsync(request, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private void See(ExecRequest request)
    {
        seen.Add("commands", request.Command);
        if (request.StandardInput is MemoryStream input)
        {
            var text = Encoding.UTF8.GetString(input.ToArray());

            // Several steps in one command: a line for each, with octal escapes. A text of its own has none.
            Note(Escape().Replace(text, escape => ((char)Convert.ToInt32(escape.Groups[1].Value, 8)).ToString()));
        }
    }

    [GeneratedRegex(@"\\0([0-7]{3})")]
    private static partial Regex Escape();
}
