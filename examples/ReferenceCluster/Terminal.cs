using Spectre.Console;

namespace ReferenceCluster;

/// <summary>Where output goes: colours on a terminal, plain lines elsewhere.</summary>
internal static class Terminal
{
    public static IAnsiConsole Open()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
        {
            // Without a terminal there is no width, and a line of a log must stay one line.
            console.Profile.Width = 10_000;
        }

        return console;
    }
}
