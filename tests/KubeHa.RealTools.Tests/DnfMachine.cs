using System.Diagnostics;
using static KubeHa.ShellScript;

namespace KubeHa.RealTools.Tests;

/// <summary>A machine with the real dnf and rpm: a mount and process namespace with empty databases of its own, and a repository of empty packages in a folder.</summary>
internal sealed class DnfMachine : ITransport, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubeha-dnf-");
    private readonly Process keeper;
    private readonly string first;

    /// <param name="packages">The packages of the repository.</param>
    public DnfMachine(params string[] packages)
    {
        // A package whose installation takes until a file is gone. Lua, which rpm brings along: a shell would have to be a package too.
        WriteSpec("slow", $$"""
            %pre -p <lua>
            while posix.access("{{folder.FullName}}/hold", "f") do posix.sleep(1) end
            """);
        foreach (var package in packages)
        {
            WriteSpec(package, "");
        }

        keeper = Process.Start(new ProcessStartInfo("unshare", ["--mount", "--pid", "--net", "--fork", "--kill-child", "--mount-proc", "sh", "-eu", "-c", Keeper, "keeper", folder.FullName])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = "/root", ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
        })!;
        first = keeper.StandardOutput.ReadLine() == "ready" ? File.ReadAllText($"/proc/{keeper.Id}/task/{keeper.Id}/children").Trim() : throw new InvalidOperationException("The machine could not be made.");
    }

    /// <summary>While it is there the package <c>slow</c> is being installed, and holds the locks.</summary>
    public string HoldFile => Path.Combine(folder.FullName, "hold");

    /// <summary>The packages themselves.</summary>
    public string PackageFolder => Path.Combine(folder.FullName, "build/RPMS/noarch");

    public async Task<IHostSession> ConnectAsync(Target target, CancellationToken cancellationToken = default) =>
        new Session(first, await new LocalTransport().ConnectAsync(target, cancellationToken));

    /// <summary>A shell command there.</summary>
    public async Task<ExecResult> RunAsync(string command)
    {
        await using var session = await ConnectAsync(new Target("lvs01", System.Net.IPAddress.Loopback));
        return await session.ExecuteAsync(new ExecRequest($"export HOME=/root; {command}"));
    }

    public void Dispose()
    {
        // --kill-child takes everything else along.
        keeper.Kill();
        keeper.WaitForExit();
        keeper.Dispose();
        folder.Delete(recursive: true);
    }

    private const string Keeper = """
        cd "$1"
        for d in /var/lib/dnf /var/lib/rpm /var/cache/dnf /etc/yum.repos.d /var/log /run /root; do mkdir -p "$d"; mount -t tmpfs none "$d"; done
        for spec in *.spec; do rpmbuild --quiet --define "_topdir $1/build" -bb "$spec" >&2; done
        createrepo_c -q build/RPMS/noarch >&2
        printf '[test]\nname=test\nbaseurl=file://%s/build/RPMS/noarch\ngpgcheck=0\n' "$1" >/etc/yum.repos.d/test.repo
        echo ready
        read -r end || true
        """;

    private void WriteSpec(string package, string scriptlet) => File.WriteAllText(Path.Combine(folder.FullName, $"{package}.spec"), $"""
        Name: {package}
        Version: 1
        Release: 1
        Summary: empty
        License: MIT
        BuildArch: noarch
        %description
        empty
        {scriptlet}
        %files

        """);

    private sealed class Session(string first, IHostSession inner) : IHostSession
    {
        public Task<ExecResult> ExecuteAsync(ExecRequest request, CancellationToken cancellationToken = default) => inner.ExecuteAsync(
            new ExecRequest(Sh($"HOME=/root exec nsenter -t {first} -m -p -n sh -c {request.Command}").Text) { StandardInput = request.StandardInput, StandardOutput = request.StandardOutput }, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
