using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace KubeHa.Reports.Tests;

/// <summary>A headless Chromium of our own, with a profile in a temporary folder, which resolves no name. It is spoken to on loopback by its DevTools protocol.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Http = new();
    private readonly string profile = Directory.CreateTempSubdirectory("kubeha-chromium-").FullName;
    private Uri? address;
    private Process? process;

    /// <summary>Why there are no tests in a browser; <see langword="null"/> where there are, or where they must be (CI=true).</summary>
    public static string? WhyNot => Program is not null || Environment.GetEnvironmentVariable("CI") == "true" ? null : "Not installed: chromium (package chromium). ./test installs it.";

    private static string? Program => Array.Find(Programs, File.Exists);

    public async Task InitializeAsync()
    {
        if (Program is not { } program)
        {
            Assert.True(WhyNot is not null, "Chromium is not installed, and with CI=true it must be.");
            return;
        }

        process = Start(program);
        var waited = Stopwatch.StartNew();
        var file = Path.Combine(profile, "DevToolsActivePort");
        while (!File.Exists(file) || File.ReadAllLines(file).Length < 2)
        {
            Assert.True(!process.HasExited && waited.Elapsed < Patience, "Chromium did not start.");
            await Task.Delay(20);
        }

        address = new Uri($"http://127.0.0.1:{(await File.ReadAllLinesAsync(file))[0]}");
    }

    public async Task DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        for (var i = 0; Directory.Exists(profile); i++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException) when (i < 50)
            {
                // Children of the browser may still be writing for a moment.
                await Task.Delay(50);
            }
        }
    }

    /// <summary>An empty page.</summary>
    public async Task<BrowserPage> OpenAsync()
    {
        using var answer = await Http.PutAsync(new Uri(address!, "/json/new?about:blank"), null);
        var target = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        return await BrowserPage.ConnectAsync(new Uri(target!["webSocketDebuggerUrl"]!.GetValue<string>()), Path.Combine(profile, $"{Guid.NewGuid():N}.html"));
    }

    private Process Start(string program)
    {
        var start = new ProcessStartInfo(program,
        [
            "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-port=0", $"--user-data-dir={profile}", .. Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(), "about:blank",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = profile, ["XDG_CONFIG_HOME"] = profile, ["XDG_CACHE_HOME"] = profile },
        };
        var started = Process.Start(start)!;

        // What nobody reads fills a pipe and stops the browser.
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }
}
