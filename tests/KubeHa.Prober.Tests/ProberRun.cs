using System.Diagnostics;
using System.Globalization;
using FluentAssertions;
using KubeHa.Templates;

namespace KubeHa.Prober.Tests;

/// <summary>The prober as a program, against a server on loopback.</summary>
internal sealed class ProberRun : IAsyncDisposable
{
    private readonly Process process;
    private readonly string file = Path.GetTempFileName();

    public ProberRun(TestApi api, double seconds = 60, int limit = 1000)
    {
        var program = Path.Join(AppContext.BaseDirectory, "kubeha-prober.dll");
        process = Process.Start(new ProcessStartInfo("dotnet",
        [
            program, "client", "--out", file, "--address", api.Endpoint.Address.ToString(), "--port", api.Endpoint.Port.ToString(CultureInfo.InvariantCulture), "--seconds", seconds.ToString(CultureInfo.InvariantCulture),
            "--limit", limit.ToString(CultureInfo.InvariantCulture),
        ]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        process.StandardInput.Write(api.Kubeconfig);
        process.StandardInput.Close();
    }

    public IReadOnlyList<ProberLine> Lines
    {
        get
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return ProberLine.Read(reader.ReadToEnd());
        }
    }

    public static DateTimeOffset Now => DateTimeOffset.UtcNow;

    public async Task AttemptsAsync(int more)
    {
        var wanted = Lines.Count(line => line.Kind == "attempt") + more;
        for (var tries = 0; Lines.Count(line => line.Kind == "attempt") < wanted; tries++)
        {
            (tries < 1200 && !process.HasExited).Should().BeTrue("the prober must make attempts");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until it wrote such a line.</summary>
    public async Task WritesAsync(Func<ProberLine, bool> line)
    {
        for (var tries = 0; !Lines.Any(line); tries++)
        {
            tries.Should().BeLessThan(600);
            await Task.Delay(50);
        }
    }

    public void Signal(int number) => Kill(process.Id, number).Should().Be(0);

    /// <summary>Ends it in order and gives what it saw, from a moment on.</summary>
    public async Task<DrillSeen> EndAsync(DateTimeOffset fault)
    {
        Signal(15);
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, await process.StandardError.ReadToEndAsync());
        return new DrillSeen(fault, [], ("client", await File.ReadAllTextAsync(file)), [], new ClusterBuilder("test", "1.20.2")
            .AddControlPlane("a", "10.0.0.1").AddClient("client", "10.0.0.9").WithNetwork(machines: "10.0.0.0/24")
            .WithLvsPair("10.0.0.100", lvs => lvs.AddDirector("l1", "10.0.0.2", "eth0").AddDirector("l2", "10.0.0.3", "eth0")).Build());
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        File.Delete(file);
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "kill")]
    [System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int id, int signal);
}
