using System.Net;

namespace KubeHa.Tests.Engine;

/// <summary>This machine as a target, with every command run by one shell, and inside a PATH on which <c>sh</c> and, for busybox, all tools are that one's.</summary>
internal sealed class RealShell : ITransport, IDisposable
{
    public const string Standard = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin;";

    private readonly LocalTransport local;
    private readonly string path;
    public string Run { get; } = Directory.CreateTempSubdirectory("kubeha-run-").FullName;

    public RealShell(string shell)
    {
        Folder = Directory.CreateTempSubdirectory("kubeha-test-").FullName;
        var tools = Directory.CreateDirectory(Path.Combine(Folder, "tools")).FullName;
        if (shell == "busybox")
        {
            Output("/bin/sh", "-c", $"for a in $(busybox --list); do ln -s \"$(command -v busybox)\" {tools}/$a; done; ln -s \"$(command -v flock)\" {tools}");
            path = tools;
        }
        else
        {
            File.CreateSymbolicLink(Path.Combine(tools, "sh"), Output("/bin/sh", "-c", $"command -v {shell}").Trim());
            path = tools + ":/usr/sbin:/usr/bin:/sbin:/bin";
        }

        local = new LocalTransport(Path.Combine(tools, "sh"));
    }

    public static IEnumerable<object[]> All => [["dash"], ["bash"], ["busybox"]];

    public static Target Here { get; } = new("here", IPAddress.Loopback);

    public string Folder { get; }

    public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) =>
        new Session(await local.ConnectAsync(target, cancellationToken), $"PATH={path};", Run);

    public string At(string name) => Path.Combine(Folder, name);

    public async Task<RunReport> RunAsync(params PlanStep[] steps) => await RunAsync(new RunOptions(), steps);

    public async Task<RunReport> RunAsync(RunOptions options, params PlanStep[] steps) =>
        await new PlanRunner(this) { AllowTestSecrets = true }.RunAsync(Plan.Create("test", [Here], steps), options);

    public async Task<StepResult> RunAsync(StepAction action, RunOptions? options = null) =>
        (await RunAsync(options ?? new RunOptions(), new PlanStep("here/step", "here", "The step", action))).Steps[0];

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(Run, recursive: true);
    }

    private static string Output(params string[] command)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'{string.Join(' ', command)}' failed; busybox, bash and dash must be installed.");
    }

    private sealed class Session(IHostSession inner, string path, string run) : IHostSession
    {
        public async Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default)
        {
            if (request.Housekeeping != Housekeeping.Unlock && !request.Command.Contains(Standard, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("The command does not set the path that this test wants to replace.");
            }

            return await inner.ExecuteAsync(new ExecRequest(request.Command.Replace(Standard, path, StringComparison.Ordinal).Replace("/run/kubeha", run, StringComparison.Ordinal)) { StandardInput = request.StandardInput, StandardOutput = request.StandardOutput }, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
