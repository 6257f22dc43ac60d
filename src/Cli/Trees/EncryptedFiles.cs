using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Trees;

/// <summary>
/// The encrypted files of a tree, found by their content. What git ignores is passed over, so are <c>.git</c>, symbolic links, which may lead
/// anywhere and in circles, and what is no regular file.
/// </summary>
/// <param name="host">Reads files.</param>
/// <param name="unreadable">Told of folders and files that cannot be read, and why.</param>
internal sealed class EncryptedFiles(CliHost host, Action<string, string> unreadable)
{
    private const int HeadSize = 512;

    /// <summary>Puts the files of folders in the place of the folders; files stay as they are, encrypted or not.</summary>
    /// <returns>As typed, or below what was typed; sorted by bytes, each once.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyList<string> Expand(IReadOnlyList<string> paths, CancellationToken ct)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var full = host.Environment.CleanPath(path);
            if (Directory.Exists(full))
            {
                Walk(full, path is "." or "./" ? "" : path.TrimEnd('/') + "/", IgnoreRules.Of(host.Environment, full), files, ct);
            }
            else
            {
                files.Add(path);
            }
        }

        return [.. files];
    }

    private void Walk(string folder, string shown, IgnoreRules rules, SortedSet<string> files, CancellationToken ct)
    {
        foreach (var entry in Entries(folder, shown))
        {
            ct.ThrowIfCancellationRequested();
            var isFolder = entry is DirectoryInfo;
            if (entry.LinkTarget is not null || entry.Name == ".git" || rules.Ignores(entry.FullName, isFolder))
            {
                continue;
            }

            if (isFolder)
            {
                Walk(entry.FullName, shown + entry.Name + "/", rules.Inside(host.Environment, entry.FullName), files, ct);
            }
            // Pipes and devices have no length; reading them would wait, perhaps for ever.
            else if (entry is FileInfo { Length: > 0 and <= FileReader.DefaultLimit } && IsEncrypted(entry.FullName, shown + entry.Name))
            {
                files.Add(shown + entry.Name);
            }
        }
    }

    private List<FileSystemInfo> Entries(string folder, string shown)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            unreadable(shown, "the folder cannot be read");
            return [];
        }
    }

    private bool IsEncrypted(string path, string shown)
    {
        var format = FileFormat.Of(null, path);
        try
        {
            using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            {
                // What is neither a document by its name nor begins as JSON needs no further reading.
                if (!MayBeEncrypted(file, format))
                {
                    return false;
                }
            }

            return EncryptedFile.LooksEncrypted(FileReader.Read(host.Environment, path), format);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SecretsKitException)
        {
            unreadable(shown, "the file cannot be read");
            return false;
        }
    }

    private static bool MayBeEncrypted(Microsoft.Win32.SafeHandles.SafeFileHandle file, DocumentFormat format)
    {
        if (format is not (DocumentFormat.Binary or DocumentFormat.Json))
        {
            return true;
        }

        Span<byte> head = stackalloc byte[HeadSize];
        head = head[..RandomAccess.Read(file, head, 0)];
        return head.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
    }
}
