using System.Diagnostics;

namespace KubeHa.Ssh.Tests;

/// <summary>Programs of this machine.</summary>
internal static class Run
{
    public static string Program(string file, params string[] arguments)
    {
        (int code, string output) = Try(file, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    public static (int Code, string Output) Try(string file, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
