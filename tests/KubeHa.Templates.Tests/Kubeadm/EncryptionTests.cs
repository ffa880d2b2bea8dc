using System.Runtime.Versioning;
using System.Text;
using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;

namespace KubeHa.Templates.Tests.Kubeadm;

/// <summary>What apiservers encrypt before etcd gets it, and its key, which must never be another one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EncryptionTests : IDisposable
{
    private static readonly Cluster Encrypted = ClusterBuilder.From(ReferenceClusters.InTheLab).WithKubeadm(ReferenceClusters.InTheLab.Kubeadm with { EncryptedResources = ["secrets", "configmaps"] }).Build();

    private static readonly ClusterSecrets Ours = ClusterSecrets.Generate();

    private readonly string root = Directory.CreateTempSubdirectory("kubeha-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_file_is_secret_never_overwritten_and_the_same_on_all_control_planes()
    {
        var files = Encrypted.Render().Where(file => file.Path == FilePaths.Encryption).ToList();

        files.Select(file => file.Host).Should().Equal("master", "master2", "master3");
        files.Should().OnlyContain(file => file.KeepExisting && file.Mode == FileModes.Private);
        files.Select(file => file.Content.ToString()).Distinct().Should().Equal("""
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources:
              - secrets
              - configmaps
              providers:
              - secretbox:
                  keys:
                  - name: kubeha
                    secret: "${secret:encryption/key}"
              - identity: {}

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_apiserver_is_told_of_it_and_sees_it()
    {
        var init = Encrypted.Render()["master", FilePaths.KubeadmInit].Content.ToString();

        init.Should().Contain("encryption-provider-config: /etc/kubernetes/encryption.yaml").And.Contain("hostPath: /etc/kubernetes/encryption.yaml");
        ReferenceClusters.InTheLab.Render()["master", FilePaths.KubeadmInit].Content.ToString().Should().NotContain("encryption");
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("busybox sh")]
    public async Task The_key_that_is_read_from_a_machine_is_the_one_that_was_written(string shell)
    {
        ClusterSecrets.ForTests.TryGet(SecretNames.EncryptionKey, out var key);
        Directory.CreateDirectory(root + "/etc/kubernetes");
        await File.WriteAllTextAsync(root + FilePaths.Encryption, Encrypted.Render()["master", FilePaths.Encryption].Content.ToString().Replace("${secret:encryption/key}", key!.Reveal(), StringComparison.Ordinal));
        var script = SecretsReader.Pki.Text.Replace("/etc/kubernetes/", root + "/etc/kubernetes/", StringComparison.Ordinal);

        await using var session = await new LocalTransport().ConnectAsync(new Target("local", System.Net.IPAddress.Loopback));
        var answer = await session.ExecuteAsync(new ExecRequest(Sh($"command -v {shell.Split(' ')[0]} >/dev/null || exit 99; exec {shell.Split(' ')} -c {script}").Text));

        answer.ExitCode.Should().Be(0);
        answer.StandardOutput.Should().Be($"{SecretNames.EncryptionKey} {Convert.ToBase64String(Encoding.UTF8.GetBytes(key.Reveal()))}\n");
    }

    [Fact]
    public async Task A_key_is_made_where_nobody_has_one_and_is_kept()
    {
        var folder = new ClusterFolder(root);

        await ApplyAsync(new Machines(new Seen(Encrypted)), new ApplyOptions { Folder = folder });

        (await KeyAsync(folder)).Should().HaveLength(44).And.MatchRegex("^[A-Za-z0-9+/]{43}=$");
    }

    [Fact]
    public async Task Without_encryption_no_key_is_made()
    {
        var folder = new ClusterFolder(root);

        await ReferenceClusters.InTheLab.ApplyAsync(new PlanRunner(new Machines(Seen.Bare()).Transport), new ApplyOptions { Folder = folder });

        (await folder.LoadSecretsAsync())!.TryGet(SecretNames.EncryptionKey, out _).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_control_plane_has_goes_before_what_the_folder_has()
    {
        var machines = new Secret("bWFjaGluZXM=");
        var folder = new ClusterFolder(root);
        await folder.SaveSecretsAsync(Ours.With(SecretNames.EncryptionKey, new Secret("Zm9sZGVycw==")));
        var keys = ClusterSecrets.FromParts(new Dictionary<string, string>()).With(SecretNames.EncryptionKey, machines);

        var report = await ApplyAsync(new Machines(new Seen(Encrypted).Marks("master", "admin.conf").But("master", FactNames.System, SeenTexts.Ca, Ours.Id)).Have("master", keys, SecretNames.EncryptionKey), new ApplyOptions { Folder = folder });

        (await KeyAsync(folder)).Should().Be(machines.Reveal(), report.Failure);
    }

    [Fact]
    public async Task Two_keys_on_two_machines_stop_the_run()
    {
        static ClusterSecrets With(string key) => ClusterSecrets.FromParts(new Dictionary<string, string>()).With(SecretNames.EncryptionKey, new Secret(key));
        var machines = new Machines(new Seen(Encrypted).Marks("master", "admin.conf").Marks("master2", "admin.conf"))
            .Have("master", With("b25l"), SecretNames.EncryptionKey).Have("master2", With("dHdv"), SecretNames.EncryptionKey);

        var report = await ApplyAsync(machines, new ApplyOptions { Secrets = Ours });

        report.Failure.Should().Contain("encryption/key on master2 is another one than on master");
        machines.Changes.Should().BeEmpty();
    }

    private static Task<RunReport> ApplyAsync(Machines machines, ApplyOptions options) => Encrypted.ApplyAsync(new PlanRunner(machines.Transport), options);

    private static async Task<string> KeyAsync(ClusterFolder folder) => (await folder.LoadSecretsAsync())!.TryGet(SecretNames.EncryptionKey, out var key) ? key.Reveal() : "";
}
