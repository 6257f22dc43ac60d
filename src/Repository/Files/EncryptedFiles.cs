using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Recognition;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Repository.Files;

/// <summary>
/// The encrypted files of a tree, found by their content (<see cref="EncryptedFile.Recognize"/>). What git ignores is passed over, so are
/// <c>.git</c>, symbolic links, which may lead anywhere and in circles, what is no regular file, and temporary files of our own writes.
/// A file or folder that cannot be looked at, and one that lost its metadata, are found as failures: a run that left them out in silence
/// would seem complete.
/// </summary>
public sealed class EncryptedFiles(HostEnvironment environment)
{
    // As much as git looks at to tell text from other files.
    private const int HeadSize = 8000;

    private readonly SortedDictionary<string, FoundFile> _files = new(StringComparer.Ordinal);

    /// <summary>Puts the files of folders in the place of the folders; files stay as they are, encrypted or not.</summary>
    /// <returns>Sorted by bytes of their paths, each once.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public IReadOnlyList<FoundFile> Expand(IReadOnlyList<string> paths, CancellationToken ct)
    {
        foreach (var path in paths)
        {
            var full = environment.CleanPath(path);
            if (Directory.Exists(full))
            {
                Walk(full, path is "." or "./" ? "" : path.TrimEnd('/') + "/", IgnoreRules.Of(environment, full), ct);
            }
            else
            {
                Add(new(path, null, null));
            }
        }

        return [.. _files.Values];
    }

    private void Walk(string folder, string shown, IgnoreRules rules, CancellationToken ct)
    {
        foreach (var entry in Entries(folder, shown))
        {
            ct.ThrowIfCancellationRequested();

            // The base library knows no full path that is too long.
            var path = Path.Join(folder, entry.Name);
            var isFolder = entry is DirectoryInfo;
            if (entry.Name == ".git" || rules.Ignores(path, isFolder) || IsLink(entry, shown))
            {
                continue;
            }

            if (isFolder)
            {
                Walk(path, shown + entry.Name + "/", rules.Inside(environment, path), ct);
            }
            else if (!AbandonedFiles.IsTemporaryFile(path) && Look((FileInfo)entry, shown + entry.Name) is { } file)
            {
                Add(file);
            }
        }
    }

    private List<FileSystemInfo> Entries(string folder, string shown)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The base library answers a path that is too long with an argument exception.
            Add(Failed(shown.Length == 0 ? "." : shown, ErrorCode.FileUnreadable, "the folder cannot be read"));
            return [];
        }
    }

    // What cannot be asked for, as its path is too long, is found as a failure and not entered.
    private bool IsLink(FileSystemInfo entry, string shown)
    {
        try
        {
            return entry.LinkTarget is not null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var isFolder = entry is DirectoryInfo;
            Add(
                Failed(
                    $"{shown}{entry.Name}{(isFolder ? "/" : "")}",
                    ErrorCode.FileUnreadable,
                    isFolder ? "the folder cannot be read" : "the file cannot be read"));
            return true;
        }
    }

    private void Add(FoundFile file) => _files.TryAdd(file.Path, file);

    // Null for a file that is none of ours.
    private FoundFile? Look(FileInfo file, string shown)
    {
        var named = FileFormat.Of(null, file.FullName);
        try
        {
            // Pipes and devices have no length; reading them would wait, perhaps for ever.
            if (file.Length == 0 || !MayBeEncrypted(file, named))
            {
                return null;
            }

            if (file.Length > FileReader.DefaultLimit)
            {
                return Failed(
                    shown,
                    ErrorCode.LimitExceeded,
                    $"the file is larger than {FileReader.DefaultLimit >> 20} MiB, so it is unknown whether it is encrypted");
            }

            var found = EncryptedFile.Recognize(FileReader.Read(environment, file.FullName), named);
            return found.Kind switch
            {
                EncryptionKind.None => null,
                EncryptionKind.Orphaned => new(shown, found.Format, new SecretsKitException(
                    ErrorCode.MetadataNotFound, "there are encrypted values, and no sops part that says who can decrypt them")
                {
                    Hint = $"restore the sops part from an earlier version (git log -p {shown}); to leave the file out, name the other " +
                        "files or folders",
                }),
                _ => new(shown, found.Format, null),
            };
        }
        catch (Exception failure) when (failure is FileNotFoundException or SecretsKitException { Code: ErrorCode.FileNotFound })
        {
            // Gone since the folder was listed.
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SecretsKitException)
        {
            return Failed(shown, ErrorCode.FileUnreadable, "the file cannot be read");
        }
    }

    private static FoundFile Failed(string shown, ErrorCode code, string message) =>
        new(shown, null, new SecretsKitException(code, message));

    // What is no document by its name and no text needs no further reading; nor, when it is too large, what does not begin as JSON.
    private static bool MayBeEncrypted(FileInfo file, DocumentFormat named)
    {
        if (named != DocumentFormat.Binary)
        {
            return true;
        }

        using var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[HeadSize];
        var text = head.AsSpan(0, RandomAccess.Read(handle, head, 0));
        var start = text.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        return (!text.Contains((byte)0) || text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            && (file.Length <= FileReader.DefaultLimit || start.IsEmpty || start.StartsWith("{"u8));
    }
}
