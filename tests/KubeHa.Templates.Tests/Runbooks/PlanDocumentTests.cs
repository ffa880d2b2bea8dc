using FluentAssertions;
using Xunit;

namespace KubeHa.Templates.Tests;

/// <summary>The plans of the reference cluster as documents.</summary>
public sealed class PlanDocumentTests
{
    [Fact]
    public void The_plan_of_the_reference_cluster_is_the_approved_one() =>
        Golden.Match("plans", new Dictionary<string, string> { ["reference-in-the-lab-bare.json"] = Seen.Bare().Plan().ToJson() });

    [Fact]
    public void Every_plan_and_look_of_the_runbooks_reads_back_equal()
    {
        foreach (var plan in (Plan[])[Seen.Bare().Plan(), Seen.Converged().Plan(), Broken().Plan(), Broken().Plan("master3"), Seen.Bare().Asleep("master").EtcdAnswersOn("master").Announced("master2").Plan(), ReferenceClusters.AsPublished.PlanObservation()])
        {
            Plan.FromJson(plan.ToJson()).Should().Be(plan);
        }

        Observations.FromJson(Broken().Build().ToJson()).Should().Be(Broken().Build());
    }

    [Fact]
    public void A_plan_made_of_written_down_observations_is_the_plan_made_on_the_spot()
    {
        var seen = Broken();
        var observed = Observations.FromJson(seen.Build().ToJson());

        seen.Cluster.PlanConvergence(seen.Cluster.Render(), observed).ToJson().Should().Be(seen.Plan().ToJson());
    }

    [Fact]
    public void A_plan_is_the_same_bytes_each_time_it_is_made()
    {
        Broken().Plan().ToJson().Should().Be(Broken().Plan().ToJson());
        new Seen(ReferenceClusters.AsPublished).Plan().ToJson().Should().Be(new Seen(ReferenceClusters.AsPublished).Plan().ToJson());
    }

    [Fact]
    public void A_step_has_the_same_id_in_every_plan_that_has_it()
    {
        // What a step is about does not change its id, and an id is never about two things.
        var titles = new Dictionary<string, string>();
        foreach (var plan in (Plan[])[Seen.Bare().Plan(), Seen.Converged().Plan(), Broken().Plan(), Broken().Plan("master3"), Seen.Bare().Live("master").Plan()])
        {
            foreach (var step in plan.Steps)
            {
                (titles.TryAdd(step.Id, step.Title) || titles[step.Id] == step.Title).Should().BeTrue("{0} is '{1}' and '{2}'", step.Id, titles[step.Id], step.Title);
                step.Id.Should().MatchRegex("^[a-z0-9-]+(/[a-zA-Z0-9._-]+)*$");
            }
        }

        Seen.Converged().Plan().Steps.Select(step => step.Id).Intersect(Seen.Bare().Plan().Steps.Select(step => step.Id)).Should().HaveCountGreaterThan(100);
    }

    [Fact]
    public void No_secret_stands_in_a_plan()
    {
        var secrets = ClusterSecrets.ForTests;
        var documents = new[] { Seen.Bare(), Seen.Converged(), Broken() }.Select(seen => InstallRunbook.Plan(seen.Cluster, seen.Cluster.Render(), seen.Build(), null, secrets.Id)).SelectMany(plan => new[] { plan.ToJson(), plan.ToText() }).ToList();

        foreach (var name in (string[])[SecretNames.CaKey, SecretNames.FrontProxyCaKey, SecretNames.EtcdCaKey, SecretNames.ServiceAccountKey, SecretNames.VrrpPassword])
        {
            secrets.TryGet(name, out var secret).Should().BeTrue();
            foreach (var line in secret!.Reveal().Split('\n').Where(line => line.Length > 7 && !line.StartsWith("-----", StringComparison.Ordinal)))
            {
                documents.Should().NotContain(document => document.Contains(line, StringComparison.Ordinal), name);
            }
        }

        documents[0].Should().Contain("\"secret\": \"pki/ca.key\"");
    }

    private static Seen Broken() => Seen.Bare().Live("master", "master2").Announced("master3").Marks("master3", "kubelet.conf").HasNode("master3").Marks("node1", "kubelet-config").Unreachable("node2").Owns("lvs02");
}
