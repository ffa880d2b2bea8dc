using System.Diagnostics.CodeAnalysis;
using System.IO.Abstractions;
using System.Text;

namespace KubeHa;

/// <summary>
/// A cluster as one YAML document: what <see cref="ClusterBuilder"/> can say, a file can. Whatever is wrong with a file is a <see cref="Diagnostic"/> with
/// its line and column, and so is what <see cref="ClusterBuilder.Build"/> finds of a builder that was read from one. docs/cluster-file.md is the guide.
/// </summary>
/// <example>
/// <code>
/// Cluster cluster = ClusterFile.Load("cluster.yaml").Build();
/// File.WriteAllText("cluster.yaml", ClusterFile.Write(cluster));
/// </code>
/// </example>
public static class ClusterFile
{
    /// <summary>The format's version, the file's <c>apiVersion</c>.</summary>
    public const string ApiVersion = "kubeha/v1";

    /// <summary>What the file describes, its <c>kind</c>.</summary>
    public const string Kind = "Cluster";

    /// <summary>How many bytes a file may have: 1 MiB.</summary>
    public const int LargestSize = 1024 * 1024;

    private const string Anywhere = "";

    /// <summary>The JSON Schema (2020-12) of the file, for editors.</summary>
    public static string Schema => FileSchema.Text(ClusterDescription.Root.DescribeMapping());

    /// <summary>Reads a cluster.</summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="builder">A builder that holds what the file says, to change or to build.</param>
    /// <param name="diagnostics">Everything that is wrong: with the file's form and, where that is so, what building would find besides. Empty where the form is right: <see cref="ClusterBuilder.TryBuild"/> finds the rest.</param>
    /// <param name="file">The file's name, for the places of diagnostics.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static bool TryParse(string text, [NotNullWhen(true)] out ClusterBuilder? builder, out IReadOnlyList<Diagnostic> diagnostics, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reading = new FileReading(file);
        var draft = Encoding.UTF8.GetByteCount(text) > LargestSize ? TooLarge(reading) : Read(text, reading);
        diagnostics = draft is null || reading.Problems.Count == 0
            ? reading.Problems
            : [.. reading.Problems, .. reading.Unrelated(FilePlaces.Add(draft, ClusterRules.Check(draft)))];
        builder = diagnostics.Count == 0 ? new ClusterBuilder(draft!) : null;

        return builder is not null;
    }

    /// <summary>Reads a cluster.</summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="file">The file's name, for the places of diagnostics.</param>
    /// <returns>A builder that holds what the file says, to change or to build.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ClusterValidationException">Something is wrong with the file's form; it carries every diagnostic, what building would find included.</exception>
    public static ClusterBuilder Parse(string text, string? file = null) =>
        TryParse(text, out var builder, out var diagnostics, file) ? builder : throw new ClusterValidationException(diagnostics);

    /// <summary>Reads a cluster from a file.</summary>
    /// <param name="path">The file, UTF-8, at most 1 MiB.</param>
    /// <param name="fileSystem">The disk; the real one by default.</param>
    /// <returns>A builder that holds what the file says, to change or to build.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ClusterValidationException">The file cannot be read, or something is wrong with its form; it carries every diagnostic, what building would find included.</exception>
    public static ClusterBuilder Load(string path, IFileSystem? fileSystem = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var reading = new FileReading(path);
        try
        {
            using var stream = (fileSystem ?? new FileSystem()).File.OpenRead(path);
            var bytes = new byte[LargestSize + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length <= LargestSize)
            {
                return Parse(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes, 0, length), path);
            }

            TooLarge(reading);
        }
        catch (DecoderFallbackException)
        {
            Unreadable("The file is not UTF-8.", "Save it as UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Unreadable($"The file cannot be read: {e.Message.TrimEnd('.')}.", "Check the path.");
        }

        throw new ClusterValidationException(reading.Problems);

        void Unreadable(string message, string hint) => reading.Problem(DiagnosticCodes.UnreadableFile, Anywhere, reading.Place(1, 1), message, hint);
    }

    /// <summary>Writes a cluster as a file: always in the same order, defaults left out, LF. Read again it builds an equal cluster, and written again the same text.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cluster"/> is null.</exception>
    public static string Write(Cluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var draft = Drafting.Draft(cluster);
        ForgetDefaultPriorities(draft);

        return YamlNodes.Document(ClusterDescription.Root.WriteMapping(draft));
    }

    private static ClusterDraft? Read(string text, FileReading reading)
    {
        if (FileLoader.Load(text, reading) is not { } root)
        {
            return null;
        }

        reading.Places.Note(Anywhere, root.Place);

        // Another format has other keys: nothing more can be said of it.
        if (root.Entries.FirstOrDefault(entry => entry.Key == "apiVersion") is { Value: FileNode.Scalar { Value: not ApiVersion } other })
        {
            reading.Problem(DiagnosticCodes.UnknownFileFormat, "apiVersion", other.Place, $"The format is not {ApiVersion}.", $"This version of KubeHa reads 'apiVersion: {ApiVersion}'.");
            return null;
        }

        ClusterDescription.Root.TryRead(root, Anywhere, reading, out var draft);
        draft!.Places = reading.Places;

        return draft;
    }

    private static ClusterDraft? TooLarge(FileReading reading)
    {
        reading.Problem(DiagnosticCodes.UnreadableFile, Anywhere, reading.Place(1, 1), $"The file is larger than {LargestSize / 1024 / 1024} MiB.", "A cluster needs some kilobytes: check that this is the file meant.");
        return null;
    }

    /// <summary>Takes priorities out where all of them are as they would be by themselves.</summary>
    private static void ForgetDefaultPriorities(ClusterDraft draft)
    {
        var chosen = draft.Of(MachineRole.Director).Select(director => (director, director.Priority)).ToArray();
        Array.ForEach(chosen, entry => entry.director.Priority = null);
        if (draft.Prioritised().Zip(chosen).Any(pair => pair.First.Priority != pair.Second.Priority))
        {
            Array.ForEach(chosen, entry => entry.director.Priority = entry.Priority);
        }
    }
}
