using KubeHa.Ssh;

namespace KubeHa.Converge;

/// <summary>The program that is measured: a plan carried out over SSH, as a user's program would do it.</summary>
internal static class Operator
{
    public static async Task<int> RunAsync(string verb, string folder)
    {
        var secrets = await new ClusterFolder(Path.Join(folder, "secrets")).LoadSecretsAsync() ?? throw new InvalidOperationException("There are no secrets.");
        var runner = new PlanRunner(new SshTransport(new SshOptions
        {
            PrivateKeyFile = Path.Join(folder, "id_ed25519"),
            KnownHosts = KnownHosts.Load(Path.Join(folder, "known_hosts")),
            ConnectTimeout = TimeSpan.FromMinutes(1), // the machine that all of this is on may be busy with other things
        }));
        var plan = Work.Load().Plan();
        var options = new RunOptions { Secrets = secrets };
        return verb == "preview" ? await PreviewAsync(runner, plan, options) : await ApplyAsync(runner, plan, options);
    }

    private static async Task<int> PreviewAsync(PlanRunner runner, Plan plan, RunOptions options)
    {
        var report = await runner.PreviewAsync(plan, options);
        foreach (var step in report.Steps.Where(step => step.Status != PreviewStatus.Holds))
        {
            Console.WriteLine($"{step.Status} {step.Step.Id} {step.Message}\n{step.Difference}");
        }

        Console.WriteLine($"{report.Steps.Count(step => step.Status == PreviewStatus.Holds)} of {report.Steps.Count} hold");
        Console.Error.Write(report.Failure);
        return report.Failure is not null ? 1 : report.HasChanges ? 4 : 0;
    }

    private static async Task<int> ApplyAsync(PlanRunner runner, Plan plan, RunOptions options)
    {
        var report = await runner.RunAsync(plan, options);
        Console.WriteLine($"{report.Steps.Count(step => step.Status == StepStatus.Changed)} of {report.Steps.Count} changed");
        Console.Error.Write(report.Failure);
        return report.Failure is null ? 0 : 1;
    }
}
