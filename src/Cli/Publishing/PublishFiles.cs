using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Publishing;

/// <summary>A file to publish.</summary>
/// <param name="Path">As the user named it, or its folder.</param>
/// <param name="Name">Its name below the folder that was named, with forward slashes; the base name of a single file.</param>
internal sealed record PublishFile(string Path, string Name)
{
    /// <summary>The published name, without the extension if that is wanted.</summary>
    public string PublishedName(bool omitExtension) => omitExtension ? System.IO.Path.ChangeExtension(Name, null) : Name;
}

/// <summary>The files that a path names.</summary>
internal static class PublishFiles
{
    /// <summary>Whether a path is a folder.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: nothing is there.</exception>
    public static bool IsFolder(HostEnvironment environment, string path)
    {
        var full = environment.ResolvePath(path);
        return Directory.Exists(full) || (File.Exists(full) ? false
            : throw new SecretsKitException(ErrorCode.General, $"stat {path}: no such file or directory")
            {
                Hint = "correct the path; nothing was sent",
            });
    }

    /// <summary>
    /// A single file, or all files of a folder and those below, by name at every level, without temporary files of our own writes.
    /// </summary>
    public static IEnumerable<PublishFile> Of(HostEnvironment environment, string path) =>
        IsFolder(environment, path) ? Below(environment, path, "") : [new(path, System.IO.Path.GetFileName(path))];

    private static IEnumerable<FileSystemInfo> Entries(string path, string shown)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The base library answers a path that is too long with an argument exception.
            throw new SecretsKitException(ErrorCode.FileUnreadable, $"{shown}: the folder cannot be read", failure)
            {
                Hint = $"'ls -ld {shown}' shows who may read it; nothing was sent",
            };
        }
    }

    private static IEnumerable<PublishFile> Below(HostEnvironment environment, string folder, string prefix)
    {
        // Links are not followed, so that no folder is met twice.
        foreach (var entry in Entries(environment.ResolvePath(folder), folder))
        {
            var path = System.IO.Path.Combine(folder, entry.Name);
            if (AbandonedFiles.IsTemporaryFile(entry.FullName))
            {
                continue;
            }

            if (entry is not DirectoryInfo || entry.LinkTarget is not null)
            {
                yield return new(path, prefix + entry.Name);
                continue;
            }

            foreach (var file in Below(environment, path, $"{prefix}{entry.Name}/"))
            {
                yield return file;
            }
        }
    }
}
