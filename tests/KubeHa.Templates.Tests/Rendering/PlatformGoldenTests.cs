using Xunit;

namespace KubeHa.Templates.Tests.Rendering;

/// <summary>What platforms and container runtimes make of a machine: the files that are theirs, and the steps. The rest is the reference clusters' to show.</summary>
public sealed class PlatformGoldenTests
{
    private static readonly string[] Machines = ["lvs1", "cp1", "w1", "client"];

    private static readonly string[] Folders =
        ["/etc/yum.repos.d/", "/etc/apt/", "/etc/pki/rpm-gpg/", "/etc/docker/", "/etc/containerd/", "/etc/crio/", "/etc/crictl.yaml", "/etc/systemd/system/cri-docker", FilePaths.PodNetwork];

    private static readonly string[] Topics = ["packages", "prepare/", "runtime", "images", "pod-network"];

    public static TheoryData<string> Names => [.. OtherClusters.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_and_steps_of_platform_and_runtime_are_the_approved_ones(string name)
    {
        var cluster = OtherClusters.Named(name);
        var configs = cluster.Render();
        var plan = cluster.PlanConvergence(configs, Observations.None);

        var texts = configs.Where(file => Machines.Contains(file.Host) && Folders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .ToDictionary(file => file.Host + file.Path, file => file.Content.ToString(), StringComparer.Ordinal);
        foreach (var machine in Machines)
        {
            var steps = plan.Steps.Where(step => step.Host == machine && Topics.Any(topic => step.Id.StartsWith($"{machine}/{topic}", StringComparison.Ordinal)));
            texts[machine + "/steps.txt"] = string.Join('\n', steps.Select(Text));
        }

        Golden.Match("platforms/" + name, texts);
    }

    private static string Text(PlanStep step)
    {
        var run = (StepAction.RunScript)step.Action;
        return $"# {step.Id}: {step.Title}\n{run.Script}\n# unless\n{run.Unless}\n";
    }
}
