namespace KubeHa.Ssh.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kubeha-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
