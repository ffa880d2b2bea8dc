using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>The steps that install packages by apt, run by a real shell with stand-ins for apt and dpkg.</summary>
public sealed class PackageStepTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-apt-").FullName;

    public PackageStepTests()
    {
        Directory.CreateDirectory($"{folder}/known");
        Directory.CreateDirectory($"{folder}/have");
        Directory.CreateDirectory($"{folder}/held");
        Directory.CreateDirectory($"{folder}/packages");
        Program("apt-cache", """cat "$DIR/known/$2" 2>/dev/null""");
        Program("apt-get", """
            case "$*" in *update*) echo update >>"$DIR/log"; exit 0 ;; esac
            [ -e "$DIR/policy" ] && echo forbidden >>"$DIR/log"
            [ ! -e "$DIR/broken" ] || exit 100
            for word; do
              case $word in
                -*) ;;
                *.deb) name=${word##*/}; name=${name%.deb}; echo "${name#*_}" >"$DIR/have/${name%%_*}" ;;
                *::* | install) ;;
                *=*) echo "${word#*=}" >"$DIR/have/${word%%=*}"; echo "$word" >>"$DIR/log" ;;
                *) echo 1:9.9-1 >"$DIR/have/$word" ;;
              esac
            done
            """);
        Program("apt-mark", """shift; for name; do touch "$DIR/held/$name"; done""");
        Program("dpkg-query", """
            for name; do :; done
            [ -e "$DIR/have/$name" ] || exit 1
            if [ -e "$DIR/held/$name" ]; then printf 'hi  '; else printf 'ii  '; fi
            cat "$DIR/have/$name"
            """);
        Known("kubelet", "1.20.10-00", "1.20.2-00", "1.20.1-00");
        Known("kubeadm", "1.20.10-00", "1.20.2-00");
        Known("kubectl", "1.20.10-00", "1.20.2-00");
        Known("docker-ce", "5:20.10.24~3-0~ubuntu-jammy", "5:20.10.2~3-0~ubuntu-jammy");
        Known("docker-ce-cli", "5:20.10.24~3-0~ubuntu-jammy", "5:20.10.2~3-0~ubuntu-jammy");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Exactly_the_named_versions_are_installed_and_held_and_nothing_is_started_meanwhile()
    {
        var step = Step("ubuntu-22.04-docker");
        (await RunAsync(step.Unless!)).Succeeded.Should().BeFalse();

        var said = await RunAsync(step.Script);

        said.Succeeded.Should().BeTrue(said.StandardError);
        Log().Should().Equal(
            "update", "forbidden", "docker-ce=5:20.10.24~3-0~ubuntu-jammy", "docker-ce-cli=5:20.10.24~3-0~ubuntu-jammy", "kubelet=1.20.2-00", "kubeadm=1.20.2-00", "kubectl=1.20.2-00");
        Directory.GetFiles($"{folder}/held").Select(Path.GetFileName).Should().BeEquivalentTo("docker-ce", "docker-ce-cli", "containerd.io", "kubelet", "kubeadm", "kubectl");
        File.Exists($"{folder}/policy").Should().BeFalse();
        (await RunAsync(step.Unless!)).Succeeded.Should().BeTrue();
    }

    [Theory]
    [InlineData("rm \"$DIR/held/kubelet\"")]
    [InlineData("rm \"$DIR/have/socat\"")]
    [InlineData("echo 1.20.10-00 >\"$DIR/have/kubelet\"")]
    [InlineData("echo 1.20-00 >\"$DIR/have/kubelet\"")]
    [InlineData("echo '# KubeHa' >\"$DIR/policy\"")]
    public async Task What_is_another_version_or_not_held_or_half_done_does_not_hold(string change)
    {
        var step = Step("ubuntu-22.04-docker");
        await RunAsync(step.Script);
        (await RunAsync(step.Unless!)).Succeeded.Should().BeTrue();

        await ShellAsync(change);

        (await RunAsync(step.Unless!)).Succeeded.Should().BeFalse();
        (await RunAsync(step.Script)).Succeeded.Should().BeTrue();
        (await RunAsync(step.Unless!)).Succeeded.Should().BeTrue("running again heals it");
    }

    [Fact]
    public async Task Every_version_that_no_repository_has_is_named_with_those_that_are_there()
    {
        Known("kubelet", "1.20.10-00", "1.20.1-00", "1.20.1-01");
        Known("kubectl");

        var said = await RunAsync(Step("ubuntu-22.04-docker").Script);

        said.Succeeded.Should().BeFalse();
        said.StandardError.Should().Contain("no repository of this machine has kubelet 1.20.2, but 1.20.1 1.20.10 \n").And.Contain("no repository of this machine has kubectl 1.20.2, but no other version either\n");
    }

    [Fact]
    public async Task An_installation_that_fails_leaves_nothing_behind_that_forbids_starts_and_a_policy_of_the_machines_own_stays()
    {
        await ShellAsync("touch \"$DIR/broken\"");

        (await RunAsync(Step("ubuntu-22.04-docker").Script)).Succeeded.Should().BeFalse();

        File.Exists($"{folder}/policy").Should().BeFalse();
        await ShellAsync("rm \"$DIR/broken\"; echo theirs >\"$DIR/policy\"");
        (await RunAsync(Step("ubuntu-22.04-docker").Script)).Succeeded.Should().BeTrue();
        File.ReadAllText($"{folder}/policy").Should().Be("theirs\n");
    }

    [Fact]
    public async Task All_of_a_folder_is_installed_and_what_is_missing_in_it_is_said()
    {
        var step = Step("debian-11-offline");
        (await RunAsync(step.Script)).StandardError.Should().Contain("holds no package");
        foreach (var package in (string[])["kubelet_1.21.14-00", "kubeadm_1.21.14-00", "kubectl_1.21.14-00", "containerd.io_1.6.20-1", "curl_7", "conntrack_1", "socat_1", "ipset_1", "ethtool_1", "iptables_1"])
        {
            await ShellAsync($"touch \"$DIR/packages/{package}.deb\"");
        }

        var incomplete = await RunAsync(step.Script);
        incomplete.Succeeded.Should().BeFalse();
        incomplete.StandardError.Should().Contain("missing, or of another version");

        await ShellAsync("touch \"$DIR/packages/openssl_3.deb\"");
        (await RunAsync(step.Script)).Succeeded.Should().BeTrue();
        (await RunAsync(step.Unless!)).Succeeded.Should().BeTrue();
        Log().Should().NotContain("update", "no repository is asked");
    }

    [Theory]
    [InlineData(7, "yum install -y --disableexcludes=all ")]
    [InlineData(8, "dnf install -y --disableexcludes=all ")]
    [InlineData(9, "dnf install -y --disableexcludes=all ")]
    public void Rpm_packages_are_named_with_their_versions(int release, string command)
    {
        var mirror = new PackageMirror(new Uri("https://mirror.example.com/k"), new Uri("https://mirror.example.com/d"));

        var step = StepOf(OtherClusters.Small("1.20.2").WithPlatform(new Platform.RedHatLike(release, mirror)).Build());

        step.Script.Text.Should().StartWith(command + "containerd.io-1.6.20 kubelet-1.20.2 kubeadm-1.20.2 kubectl-1.20.2 ");
        step.Unless!.Text.Should().StartWith("rpm -q containerd.io-1.6.20 kubelet-1.20.2 kubeadm-1.20.2 kubectl-1.20.2 ");
    }

    private static StepAction.RunScript Step(string cluster) => StepOf(OtherClusters.Named(cluster));

    private static StepAction.RunScript StepOf(Cluster cluster) => cluster.PlanConvergence(cluster.Render(), Observations.None).Script("w1/packages");

    private string[] Log() => File.Exists($"{folder}/log") ? File.ReadAllLines($"{folder}/log") : [];

    private void Known(string package, params string[] versions) =>
        File.WriteAllLines($"{folder}/known/{package}", versions.Select(version => $"{package} | {version} | https://mirror.example.com stable/main amd64 Packages".PadLeft(80)));

    private void Program(string name, string text)
    {
        File.WriteAllText($"{folder}/{name}", "#!/bin/sh\n" + text.ReplaceLineEndings("\n") + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode($"{folder}/{name}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private Task<ExecResult> RunAsync(ShellScript script) => ShellAsync(script.Text.Replace("/usr/sbin/policy-rc.d", $"{folder}/policy", StringComparison.Ordinal).Replace("/opt/packages", $"{folder}/packages", StringComparison.Ordinal));

    private async Task<ExecResult> ShellAsync(string text)
    {
        await using var session = await new LocalTransport().ConnectAsync(new Target("local", System.Net.IPAddress.Loopback));
        return await session.ExecuteAsync(new ExecRequest($"export DIR={folder} PATH=\"{folder}:$PATH\"\n{text}"));
    }
}
