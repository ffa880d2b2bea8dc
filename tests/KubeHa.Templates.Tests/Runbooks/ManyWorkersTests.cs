using System.Globalization;
using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>A worker more in a cluster of a thousand.</summary>
public sealed class ManyWorkersTests
{
    private const string Added = "w1001";

    private static readonly ClusterSecrets Ours = ClusterSecrets.Generate();

    [Fact]
    public async Task Of_a_thousand_workers_adding_one_contacts_it_and_one_control_plane_and_nobody_else()
    {
        var cluster = WithWorkers(1001);
        var before = Bearing(AThousand(cluster).OnlyLookedAt(Added, "master"));
        var after = Bearing(AThousand(cluster).Joined(Added).OnlyLookedAt(Added, "master"));
        var machines = new Machines(before, after)
            .Have("master", Ours, SecretNames.CaCertificate, SecretNames.CaKey, SecretNames.FrontProxyCaCertificate, SecretNames.FrontProxyCaKey,
                SecretNames.EtcdCaCertificate, SecretNames.EtcdCaKey, SecretNames.ServiceAccountPublicKey, SecretNames.ServiceAccountKey);

        var report = await cluster.ApplyAsync(new PlanRunner(machines.Transport), new ApplyOptions { Only = Added });

        report.Outcome.Should().Be(RunOutcome.Changed, report.Failure);
        report.Steps.Should().Contain(step => step.Step.Id == Added + "/join" && step.Status == StepStatus.Changed);
        machines.Transport.Connections.Select(target => target.Name).Should().BeEquivalentTo([Added, "master"], "each is connected once, and nobody else is");
        machines.Transport.Commands.Select(command => command.Target.Name).Distinct().Should().BeEquivalentTo(Added, "master");
        machines.Changes.Where(command => command.Target.Name == "master").Should().OnlyContain(command => command.Command.Contains("kubectl", StringComparison.Ordinal), "only the API is asked there: for a token, for the node");
        cluster.PlanObservation().Targets.Should().HaveCount(1001 + 3 + 3 + 2 + 1, "a run for all looks at every machine");
    }

    private static Seen AThousand(Cluster cluster) =>
        new Seen(cluster).Live("master", "master2", "master3").Joined([.. cluster.Workers.Select(worker => worker.Name).Where(name => name != Added)]).Owns("lvs01");

    private static Cluster WithWorkers(int count)
    {
        var builder = ReferenceClusters.InTheLabBuilder().WithNetwork(pods: "10.64.0.0/12", services: "10.96.0.0/12", dnsDomain: "cluster.local", machines: "192.168.0.0/16");
        for (var i = 1; i <= count; i++)
        {
            builder.AddWorker(string.Create(CultureInfo.InvariantCulture, $"w{i:0000}"), string.Create(CultureInfo.InvariantCulture, $"192.168.{100 + (i / 250)}.{1 + (i % 250)}"));
        }

        return builder.Build();
    }

    private static Seen Bearing(Seen seen)
    {
        foreach (var machine in new[] { "master", Added }.Where(name => seen.Build()[name, FactNames.System]!.Contains("\nca=", StringComparison.Ordinal)))
        {
            seen.But(machine, FactNames.System, SeenTexts.Ca, Ours.Id);
        }

        return seen;
    }
}
