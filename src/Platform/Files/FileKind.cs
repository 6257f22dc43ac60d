using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>What a path is.</summary>
public enum FileKind
{
    /// <summary>Nothing, or nothing that may be looked at; a link that leads nowhere, if links are followed.</summary>
    Missing,

    /// <summary>A file with content of its own.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, if links are not followed.</summary>
    Link,

    /// <summary>A pipe, socket or device.</summary>
    Special,
}

/// <summary>Tells kinds of files with one question to the system.</summary>
public static class FileKinds
{
    /// <summary>The kind of a path.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="followsLink">Whether a link is what it leads to.</param>
    public static FileKind Of(string path, bool followsLink)
    {
        if (OperatingSystem.IsWindows())
        {
            return OnWindows(path, followsLink);
        }

        return FileStatus.Of(path, followsLink, out _) switch
        {
            null => FileKind.Missing,
            { IsRegular: true } => FileKind.Regular,
            { IsFolder: true } => FileKind.Folder,
            { IsLink: true } => FileKind.Link,
            _ => FileKind.Special,
        };
    }

    /// <summary>Whether standard input is a device that is read letter by letter, such as a terminal or <c>/dev/null</c>.</summary>
    public static bool IsInputDevice() => !OperatingSystem.IsWindows() && FileStatus.Of(descriptor: 0) is { IsDevice: true };

    private static FileKind OnWindows(string path, bool followsLink) =>
        !followsLink && new FileInfo(path).LinkTarget is not null ? FileKind.Link
        : Directory.Exists(path) ? FileKind.Folder
        : File.Exists(path) ? FileKind.Regular
        : FileKind.Missing;
}
