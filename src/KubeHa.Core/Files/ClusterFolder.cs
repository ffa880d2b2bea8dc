using System.IO.Abstractions;

namespace KubeHa;

/// <summary>The only door to the operator's disk: configurations, secrets, run log. Everything is written atomically, secrets readable by their owner only from birth.</summary>
public sealed class ClusterFolder
{
    private readonly string path;
    private readonly IFileSystem fileSystem;

    /// <summary>A folder; made when something is first written.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="fileSystem">The file system; the real one by default.</param>
    public ClusterFolder(string path, IFileSystem? fileSystem = null)
    {
        this.path = path;
        this.fileSystem = fileSystem ?? new FileSystem();
    }

    /// <summary>Keeps the secrets in a file of mode 0600.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task SaveSecretsAsync(ClusterSecrets secrets, CancellationToken cancellationToken = default) => throw new NotImplementedException(path + fileSystem);

    /// <summary>Reads the kept secrets, or gives <see langword="null"/> where there are none.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ClusterSecrets?> LoadSecretsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException(path + fileSystem);
}
