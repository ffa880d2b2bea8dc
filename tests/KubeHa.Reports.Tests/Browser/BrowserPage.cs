using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeHa.Reports.Tests;

/// <summary>One page of the browser: what it asks for, what it complains of, what is in it.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ClientWebSocket socket = new();
    private readonly string file;
    private int last;

    private BrowserPage(string file) => this.file = file;

    /// <summary>What the console shows as an error or a warning, exceptions included.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>What was asked for beside the file itself.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<BrowserPage> ConnectAsync(Uri address, string file)
    {
        var page = new BrowserPage(file);
        await page.socket.ConnectAsync(address, CancellationToken.None);
        foreach (var domain in (string[])["Page", "Network", "Runtime", "Log"])
        {
            await page.SendAsync($"{domain}.enable");
        }

        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await SendAsync("Page.close");
        socket.Dispose();
        File.Delete(file);
    }

    /// <summary>How the screen is.</summary>
    public async Task SetScreenAsync(int width, int height, bool dark, string medium = "screen")
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 500 });
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = medium, ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }) });
    }

    /// <summary>Opens a text as the file of a page and waits until all of it is there.</summary>
    public async Task ShowAsync(string html)
    {
        await File.WriteAllTextAsync(file, html);
        await SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        while (!await AskAsync<bool>("document.readyState === 'complete' && location.href !== 'about:blank'"))
        {
            await Task.Delay(10);
        }

        // Frames drawn since then have asked for what they need, and complained.
        await AskAsync<bool>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<T> AskAsync<T>(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } wrong ? throw new InvalidOperationException(wrong.ToJsonString()) : answer["result"]!["value"]!.Deserialize<T>()!;
    }

    /// <summary>A picture of the page's upper part, as PNG.</summary>
    public async Task<byte[]> PictureAsync(int width, int height)
    {
        var answer = await SendAsync("Page.captureScreenshot", new JsonObject
        {
            ["format"] = "png", ["captureBeyondViewport"] = true, ["optimizeForSpeed"] = false,
            ["clip"] = new JsonObject { ["x"] = 0, ["y"] = 0, ["width"] = width, ["height"] = height, ["scale"] = 1 },
        });
        return Convert.FromBase64String(answer["data"]!.GetValue<string>());
    }

    /// <summary>The page as it would be printed, as PDF.</summary>
    public async Task<byte[]> PrintAsync() =>
        Convert.FromBase64String((await SendAsync("Page.printToPDF", new JsonObject { ["preferCSSPageSize"] = true }))["data"]!.GetValue<string>());

    private async Task<JsonObject> SendAsync(string method, JsonObject? parameters = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        var id = ++last;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await socket.SendAsync(Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            var message = await ReceiveAsync(limit.Token);
            if (message["id"]?.GetValue<int>() == id)
            {
                return message["result"] as JsonObject ?? throw new InvalidOperationException($"{method}: {message.ToJsonString()}");
            }

            Take(message);
        }
    }

    private async Task<JsonObject> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, cancellationToken);
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(text.ToArray())!.AsObject();
            }
        }
    }

    private void Take(JsonObject message)
    {
        var what = message["params"];
        switch (message["method"]?.GetValue<string>())
        {
            case "Network.requestWillBeSent" when what!["request"]!["url"]!.GetValue<string>() is var url && url != new Uri(file).AbsoluteUri:
                Requests.Add(url);
                break;
            case "Log.entryAdded" when what!["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                Complaints.Add(what["entry"]!["text"]!.GetValue<string>());
                break;
            case "Runtime.exceptionThrown":
            case "Runtime.consoleAPICalled":
                Complaints.Add(what!.ToJsonString());
                break;
        }
    }
}
