using System.IO.Abstractions;
using System.Text;
using System.Text.Json;

namespace KubeHa;

/// <summary>
/// The one door to the operator's disk. Files appear whole or not at all (written beside their place, then renamed), and those that hold
/// secrets may be read by their owner only, from their first byte on.
/// </summary>
public sealed class ClusterFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;
    private const UnixFileMode Open = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OpenFolder = PrivateFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private const string RunLogEnding = ".jsonl";
    private const int KeptRunLogs = 50;
    private readonly IFileSystem fileSystem;

    /// <summary>A folder of a cluster; made when something is written.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="fileSystem">The disk; the real one by default.</param>
    public ClusterFolder(string path, IFileSystem? fileSystem = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        this.fileSystem = fileSystem ?? new FileSystem();
        Path = this.fileSystem.Path.GetFullPath(path);
    }

    /// <summary>Where the folder is, absolute.</summary>
    public string Path { get; }

    /// <summary>The names of the logs of runs that are kept here, oldest first; <see cref="RunJournal"/> reads and writes them. The newest 50 are kept: a new one takes the place of the oldest.</summary>
    public IReadOnlyList<string> RunLogs => fileSystem.Directory.Exists(RunsFolder)
        ? [.. fileSystem.Directory.EnumerateFiles(RunsFolder, "*" + RunLogEnding).Select(file => fileSystem.Path.GetFileName(file)[..^RunLogEnding.Length]).Order(StringComparer.Ordinal)]
        : [];

    private string RunsFolder => fileSystem.Path.Combine(Path, "runs");

    private string SecretsFile => fileSystem.Path.Combine(Path, "secrets.json");

    /// <summary>Writes every file of a cluster to <c>host/absolute/path</c> below the folder. Files of an earlier call that are not in the set any more stay.</summary>
    /// <param name="configs">The files.</param>
    /// <param name="secrets">Values for the holes; without them the holes stay (<c>${secret:vrrp/password}</c>), and so do those that only a run can fill (<c>run/</c>). With them every file is for its owner only.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public async Task WriteConfigsAsync(ConfigSet configs, ClusterSecrets? secrets = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configs);
        foreach (var file in configs)
        {
            if (file.Host is "." or ".." || file.Host.Contains('/', StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{file.Host}' is no name of a folder.", nameof(configs));
            }

            var text = secrets is null ? file.Content.ToString() : file.Content.Bind(
                name => secrets.TryGet(name, out var secret) ? secret.Reveal() : Content.Secret(name).ToString(),
                name => secrets.TryGetPublic(name, out var value) ? value : Content.Public(name).ToString());
            await WriteAsync(fileSystem.Path.Combine(Path, file.Host, file.Path.TrimStart('/')), text, isSecret: secrets is not null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Saves secrets to <c>secrets.json</c>, in the open, for its owner only.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="cancellationToken">Gives up; a file that was there stays as it was.</param>
    public async Task SaveSecretsAsync(ClusterSecrets secrets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var json = JsonSerializer.Serialize(new SecretsDocument { Format = SecretsDocument.Current, Items = secrets.Parts() }, SecretsJson.Default.SecretsDocument);
        await WriteAsync(SecretsFile, json + "\n", isSecret: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what <see cref="SaveSecretsAsync"/> saved.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The secrets; <see langword="null"/> where there is no file.</returns>
    /// <exception cref="InvalidDocumentException">The file is not what was saved. The message names it and shows nothing of it.</exception>
    public async Task<ClusterSecrets?> LoadSecretsAsync(CancellationToken cancellationToken = default)
    {
        if (!fileSystem.File.Exists(SecretsFile))
        {
            return null;
        }

        var json = await fileSystem.File.ReadAllTextAsync(SecretsFile, cancellationToken).ConfigureAwait(false);
        try
        {
            var document = JsonSerializer.Deserialize(json, SecretsJson.Default.SecretsDocument);
            return document is { Format: SecretsDocument.Current, Items: not null }
                ? ClusterSecrets.FromParts(document.Items)
                : throw Unusable($"not in the format {SecretsDocument.Current}");
        }
        catch (JsonException exception)
        {
            // Without the cause: its message may quote the text.
            throw Unusable($"no valid JSON at line {exception.LineNumber + 1}");
        }
        catch (ArgumentException exception)
        {
            throw Unusable(exception.Message);
        }

        InvalidDocumentException Unusable(string why) => new(SecretsDocument.Current, [new DocumentProblem(SecretsFile, $"{why} (put back what was saved, or take the file away: what live machines have is adopted from them)")]);
    }

    /// <summary>A new file for the log of a run, for its owner only, which grows line by line. Older ones than the newest 50 go.</summary>
    internal Stream CreateRunLog(string name)
    {
        CreateFolder(RunsFolder, PrivateFolder);
        foreach (var old in RunLogs.SkipLast(KeptRunLogs - 1))
        {
            try
            {
                fileSystem.File.Delete(fileSystem.Path.Combine(RunsFolder, old + RunLogEnding));
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
                // One log too many is no reason not to run.
            }
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        return fileSystem.FileStream.New(fileSystem.Path.Combine(RunsFolder, name + RunLogEnding), options);
    }

    /// <summary>What stands in the log of a run, also while it is written.</summary>
    internal string ReadRunLog(string name)
    {
        using var stream = fileSystem.FileStream.New(fileSystem.Path.Combine(RunsFolder, name + RunLogEnding), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private async Task WriteAsync(string path, string text, bool isSecret, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = fileSystem.Path.GetDirectoryName(path)!;
        CreateFolder(folder, isSecret ? PrivateFolder : OpenFolder);
        var temporary = fileSystem.Path.Combine(folder, $".kubeha-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = isSecret ? Private : Open;
            }

            var stream = fileSystem.FileStream.New(temporary, options);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            fileSystem.File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            fileSystem.File.Delete(temporary);
            throw;
        }
    }

    private void CreateFolder(string folder, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            fileSystem.Directory.CreateDirectory(folder);
        }
        else
        {
            fileSystem.Directory.CreateDirectory(folder, mode);
        }
    }
}
