using FluentAssertions;
using ReferenceCluster;
using Xunit;

namespace KubeHa.Examples.Tests;

public sealed class ReferenceClusterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubeha-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Render_writes_every_file_and_no_secret()
    {
        var run = await ProgramRun.OfAsync("render", "--out", folder);

        run.ExitCode.Should().Be(ExitCodes.Done, run.Error);
        File.ReadAllText(Path.Combine(folder, "lvs02", "etc", "keepalived", "keepalived.conf")).Should().Contain("192.168.33.130");
        File.ReadAllText(Path.Combine(folder, "master", "etc", "kubernetes", "pki", "ca.key")).Should().Contain("${secret:");
    }

    [Fact]
    public async Task The_published_cluster_and_the_labs_differ_in_versions()
    {
        await ProgramRun.OfAsync("render", "--out", Path.Combine(folder, "published"));
        await ProgramRun.OfAsync("render", "--lab", "--out", Path.Combine(folder, "lab"));

        Text("published").Should().Contain("v1.19.3");
        Text("lab").Should().Contain("v1.20.2");

        string Text(string variant) => string.Concat(Directory.EnumerateFiles(Path.Combine(folder, variant, "master"), "*.yaml", SearchOption.AllDirectories).Select(File.ReadAllText));
    }

    [Fact]
    public async Task A_plan_as_JSON_is_the_same_to_a_file_and_to_standard_output_and_can_be_made_of_observations()
    {
        var (file, observed) = (Path.Combine(folder, "plan.json"), Path.Combine(folder, "observed.json"));
        await File.WriteAllTextAsync(observed, Observations.None.ToJson());

        var printed = await ProgramRun.OfAsync("plan", "--lab", "--state", folder, "--json");
        var written = await ProgramRun.OfAsync("plan", "--lab", "--state", folder, "--observed", observed, "--json", file);

        printed.ExitCode.Should().Be(ExitCodes.Done, printed.Error);
        written.ExitCode.Should().Be(ExitCodes.Done, written.Error);
        written.Output.Should().BeEmpty();
        Plan.FromJson(printed.Output).Should().Be(Plan.FromJson(await File.ReadAllTextAsync(file)));
        (await ProgramRun.OfAsync("plan", "--lab", "--state", folder)).Output.Should().Be(Plan.FromJson(printed.Output).ToText());
    }

    [Fact]
    public async Task A_plan_made_with_a_folder_of_secrets_is_for_those()
    {
        var secrets = ClusterSecrets.Generate();
        await new ClusterFolder(folder).SaveSecretsAsync(secrets);

        var printed = await ProgramRun.OfAsync("plan", "--state", folder, "--json");

        Plan.FromJson(printed.Output).SecretsId.Should().Be(secrets.Id);
    }

    [Fact]
    public async Task A_damaged_plan_is_bad_input_and_every_problem_has_its_place()
    {
        var file = Path.Combine(folder, "plan.json");
        var good = (await ProgramRun.OfAsync("plan", "--state", folder, "--json")).Output;
        await File.WriteAllTextAsync(file, good.Replace("\"kind\": \"milestone\"", "\"kind\": \"stone\"", StringComparison.Ordinal));

        var run = await ProgramRun.OfAsync("apply", "--plan", file);

        run.ExitCode.Should().Be(ExitCodes.BadInput);
        run.Error.Split('\n').Where(line => line.Contains(".action.kind: this version knows no action 'stone'", StringComparison.Ordinal)).Should().HaveCount(6);
        (await ProgramRun.OfAsync("apply", "--plan", file, "--only", "node1")).Error.Should().Contain("do not go together");
    }

    [Fact]
    public async Task The_built_in_cluster_as_a_file_renders_the_same_and_its_mistakes_have_line_and_column()
    {
        var (file, broken) = (Path.Combine(folder, "c.yaml"), Path.Combine(folder, "broken.yaml"));
        var printed = await ProgramRun.OfAsync("cluster-file");
        await File.WriteAllTextAsync(file, printed.Output);
        await File.WriteAllTextAsync(broken, printed.Output.Replace("address: \"192.168.33.12\"", "adress: \"192.168.33.12\"", StringComparison.Ordinal));

        var plan = await ProgramRun.OfAsync("plan", "--state", folder, "--cluster", file);
        var refused = await ProgramRun.OfAsync("plan", "--state", folder, "--cluster", broken);

        plan.Output.Should().NotBeEmpty().And.Be((await ProgramRun.OfAsync("plan", "--state", folder)).Output);
        (await ProgramRun.OfAsync("cluster-file", "--cluster", file)).Output.Should().Be(printed.Output);
        refused.ExitCode.Should().Be(ExitCodes.BadInput);
        refused.Error.Should().Contain($"KHA6010 error workers[0].adress ({broken}:").And.Contain("KHA6012 error workers[0].address");
    }

    [Fact]
    public async Task A_secret_that_only_the_operator_has_is_kept_beside_the_others_and_shown_nowhere()
    {
        var state = Path.Combine(folder, "state");
        var file = Path.Combine(folder, "client.key");
        await File.WriteAllTextAsync(file, "a text that only the operator has\n");
        await new ClusterFolder(state).SaveSecretsAsync(ClusterSecrets.ForTests);

        var run = await ProgramRun.OfAsync("secret", "etcd/client.key", "--file", file, "--state", state);

        run.ExitCode.Should().Be(ExitCodes.Done, run.Error);
        (run.Output + run.Error).Should().NotContain("only the operator has");
        var kept = await new ClusterFolder(state).LoadSecretsAsync();
        kept!.Id.Should().Be(ClusterSecrets.ForTests.Id);
        kept.TryGet("etcd/client.key", out var secret).Should().BeTrue();
        secret!.Reveal().Should().Be("a text that only the operator has\n");
    }

    [Theory]
    [InlineData("KHA6006", new[] { "plan", "--cluster", "there-is-none.yaml" })]
    [InlineData("'pki/ca.crt' is a public value", new[] { "secret", "pki/ca.crt", "--file", "/etc/hostname" })]
    [InlineData("--file", new[] { "secret", "etcd/client.key" })]
    [InlineData("there-is-none", new[] { "secret", "etcd/client.key", "--file", "there-is-none" })]
    [InlineData("was not provided", new string[0])]
    [InlineData("'explode'", new[] { "explode" })]
    [InlineData("--out", new[] { "render" })]
    [InlineData("--inventory", new[] { "verify" })]
    [InlineData("--inventory", new[] { "logins" })]
    [InlineData("--inventory", new[] { "logins", "--remove" })]
    [InlineData("--inventory", new[] { "first-contact", "--key", "id" })]
    [InlineData("--key", new[] { "first-contact" })]
    [InlineData("it has lvs01, lvs02, master", new[] { "first-contact", "--key", "id", "--only", "nobody" })]
    [InlineData("KHA6001", new[] { "verify", "--inventory", "there-is-none.yaml" })]
    [InlineData("it has lvs01, lvs02, master", new[] { "apply", "--only", "nobody" })]
    public async Task Bad_input_says_what_is_wrong_and_has_its_exit_code(string expected, string[] arguments)
    {
        var run = await ProgramRun.OfAsync(arguments);

        run.ExitCode.Should().Be(ExitCodes.BadInput);
        run.Error.Should().Contain(expected).And.NotContain("   at ", "a stack trace is no answer");
    }
}
