using System.IO.Abstractions;
using System.Reflection;
using FluentAssertions;
using Xunit;

namespace KubeHa.Tests.Engine;

public sealed class ClusterFolderTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly ConfigSet Configs = new(
    [
        new ConfigFile("lvs01", "/etc/keepalived/keepalived.conf", Content.Concat(Content.Text("auth_pass "), Content.Secret(SecretNames.VrrpPassword), Content.Text("\n")), UnixFileMode.UserRead),
        new ConfigFile("cp1", "/etc/join.yaml", Content.Concat(Content.Secret(SecretNames.RunJoinToken), Content.Public(SecretNames.CaHash)), UnixFileMode.UserRead) { Placement = FilePlacement.Transient },
    ]);

    private readonly string path = Directory.CreateTempSubdirectory("kubeha-test-").FullName;

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public async Task Files_stand_by_machine_and_path_with_holes_until_secrets_are_given()
    {
        var folder = new ClusterFolder(Path.Combine(path, "out"));
        var file = Path.Combine(path, "out/lvs01/etc/keepalived/keepalived.conf");

        await folder.WriteConfigsAsync(Configs);
        File.ReadAllText(file).Should().Be("auth_pass ${secret:vrrp/password}\n");

        await folder.WriteConfigsAsync(Configs, ClusterSecrets.ForTests);
        File.ReadAllText(file).Should().Be("auth_pass tEstp4ss\n");
        File.GetUnixFileMode(file).Should().Be(Private);
        File.ReadAllText(Path.Combine(path, "out/cp1/etc/join.yaml")).Should().StartWith("${secret:run/join-token}sha256:");
        Directory.GetFiles(Path.GetDirectoryName(file)!).Should().Equal(file);
    }

    [Fact]
    public async Task Secrets_are_private_from_their_first_byte_and_read_back_the_same()
    {
        var folder = new ClusterFolder(path);
        var file = Path.Combine(path, "secrets.json");
        var modes = new List<UnixFileMode>();
        using var watcher = new FileSystemWatcher(path);
        watcher.Created += (_, created) =>
        {
            try
            {
                modes.Add(File.GetUnixFileMode(created.FullPath));
            }
            catch (IOException)
            {
                // Renamed already.
            }
        };
        watcher.EnableRaisingEvents = true;
        var secrets = ClusterSecrets.ForTests.With("nfs/password", new Secret("päss"));

        (await folder.LoadSecretsAsync()).Should().BeNull();
        File.WriteAllText(file, "{}");
        File.SetUnixFileMode(file, Private | UnixFileMode.OtherRead);
        await folder.SaveSecretsAsync(secrets);
        var loaded = await folder.LoadSecretsAsync();

        File.GetUnixFileMode(file).Should().Be(Private);
        modes.Where(mode => mode != (Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead)).Should().OnlyContain(mode => mode == Private || mode == (Private | UnixFileMode.OtherRead));
        loaded!.Parts().Should().Equal(secrets.Parts());
        loaded.Id.Should().Be(secrets.Id);
        Directory.GetFiles(path).Should().Equal(file);
    }

    [Fact]
    public async Task A_write_that_breaks_off_leaves_the_old_file_and_no_half_one()
    {
        var folder = new ClusterFolder(path);
        await folder.SaveSecretsAsync(ClusterSecrets.ForTests);
        var before = File.ReadAllText(Path.Combine(path, "secrets.json"));
        var full = new ClusterFolder(path, DispatchProxy.Create<IFileSystem, FullDisk>());

        await full.Awaiting(it => it.SaveSecretsAsync(ClusterSecrets.Generate())).Should().ThrowAsync<IOException>().WithMessage("The disk is full, 2 files are there.");

        File.ReadAllText(Path.Combine(path, "secrets.json")).Should().Be(before);
        Directory.GetFiles(path).Should().Equal(Path.Combine(path, "secrets.json"));
    }

    [Theory]
    [InlineData("{ \"format\": \"kubeha.secrets/1\", \"items\": { \"pki/ca.key\": sesame", "no valid JSON at line 1")]
    [InlineData("{ \"format\": \"kubeha.secrets/2\", \"items\": {} }", "not in the format kubeha.secrets/1")]
    [InlineData("{ \"format\": \"kubeha.secrets/1\", \"items\": { \"pki/ca.key\": \"sesame\" } }", "pki/ca.key is given without pki/ca.crt")]
    [InlineData("{ \"format\": \"kubeha.secrets/1\", \"item\": {} }", "no valid JSON")]
    public async Task A_file_that_was_tampered_with_is_refused_without_showing_it(string json, string reason)
    {
        File.WriteAllText(Path.Combine(path, "secrets.json"), json);

        var load = () => new ClusterFolder(path).LoadSecretsAsync();

        (await load.Should().ThrowAsync<InvalidDocumentException>().WithMessage($"*secrets.json*{reason}*")).Which.ToString().Should().NotContain("sesame");
    }

    /// <summary>A real disk on which every file is full after its first byte.</summary>
    public class FullDisk : DispatchProxy
    {
        private static readonly FileSystem Real = new();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == "get_FileStream")
            {
                return Create<IFileStreamFactory, FullDisk>();
            }

            if (targetMethod.DeclaringType == typeof(IFileStreamFactory))
            {
                using var stream = (FileSystemStream)targetMethod.Invoke(Real.FileStream, args)!;
                stream.WriteByte(1);
                stream.Flush();
                throw new IOException($"The disk is full, {Real.Directory.GetFiles(Real.Path.GetDirectoryName(stream.Name)!).Length} files are there.");
            }

            return targetMethod.Invoke(Real, args);
        }
    }
}
