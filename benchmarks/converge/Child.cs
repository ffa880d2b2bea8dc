using System.Diagnostics;
using System.Globalization;

namespace KubeHa.Converge;

/// <summary>A process that has ended, with how long it took and the processor time of it and its descendants.</summary>
internal sealed record Child(string What, int Code, string Output, double Seconds, double CpuSeconds)
{
    // USER_HZ, in which the kernel tells processor times; 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Runs a program to its end.</summary>
    public static Child Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var cpu = CpuOfEndedChildren();
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        // Whoever stays behind (Ansible's connections) may hold the streams open.
        Task.WaitAll([output, errors], TimeSpan.FromSeconds(5));
        var said = string.Concat(new[] { output, errors }.Where(text => text.IsCompletedSuccessfully).Select(text => text.Result));
        return new Child($"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}", process.ExitCode, said, seconds, CpuOfEndedChildren() - cpu);
    }

    /// <exception cref="InvalidOperationException">It ended with another code.</exception>
    public Child Must(int code = 0) => Code == code ? this : throw new InvalidOperationException($"'{What}' ended with {Code}, not {code}:\n{Output}");

    /// <summary>Processor times in seconds, by their places after the name in proc(5)'s stat.</summary>
    public static double CpuFields(string file, params int[] places)
    {
        var stat = File.ReadAllText(file);
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return places.Sum(place => double.Parse(fields[place], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static double CpuOfEndedChildren() => CpuFields("/proc/self/stat", 13, 14);
}
