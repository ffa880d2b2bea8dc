using Microsoft.Extensions.Logging;

namespace KubeHa.Secrets.Tests;

/// <summary>Keeps the message, its values and its exception of everything that is logged.</summary>
internal sealed class SeeingLogger(Haystack seen) : ILogger<PlanRunner>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        seen.Add("log", state.ToString());
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        seen.Add("log", formatter(state, exception));
        seen.Add("log", exception?.ToString());
        foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
        {
            seen.Add("log", $"{name}={value}");
        }
    }
}
