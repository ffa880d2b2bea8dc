using System.Diagnostics;
using System.Text;
using FluentAssertions;

namespace KubeHa.RealTools.Tests;

/// <summary>
/// A folder with rendered files of one machine, and a shell in network, mount and process namespaces of its own: what a test does to
/// interfaces, firewall and mounts ends with it, and no process outlives it.
/// </summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly string[] _commands;

    /// <summary>A sandbox.</summary>
    /// <param name="commands">The programs that will be run; a missing one fails the test with its package's name.</param>
    public Sandbox(params string[] commands)
    {
        _commands = commands;
        Folder = Directory.CreateTempSubdirectory("kubeha-").FullName;
    }

    /// <summary>The folder; <c>$DIR</c> in scripts.</summary>
    public string Folder { get; }

    /// <summary>Writes files of a machine under the folder, with their modes.</summary>
    public Sandbox With(ConfigSet configs, string host, params string[] paths)
    {
        foreach (var file in configs.For(host).Where(file => paths.Contains(file.Path)))
        {
            Write(file.Path, file.Content.Bind(_ => "a1B2c3D4", name => name), file.Mode);
        }

        return this;
    }

    /// <summary>Writes a file under the folder.</summary>
    public Sandbox Write(string path, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var full = Folder + path;
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, mode);
        }

        return this;
    }

    /// <summary>Runs a shell script.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string script)
    {
        RealTool.Missing(_commands).Should().BeNull();
        var start = new ProcessStartInfo("unshare", ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-eu", "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = "/",
        };
        start.Environment["DIR"] = Folder;
        start.Environment["HOME"] = Folder;
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // --kill-child takes everything else along.
            process.Kill();
            throw new TimeoutException($"Not done after {Deadline.TotalSeconds} s. So far:\n{await output}\n{await error}");
        }

        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
