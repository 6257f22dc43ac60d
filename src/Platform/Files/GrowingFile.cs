using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Files;

/// <summary>
/// Writes files that programs for people make anew at each run and that hold no secrets to keep: piece by piece, with their folders.
/// </summary>
public static class GrowingFile
{
    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Adds a piece to a file.</summary>
    /// <param name="environment">Says where relative paths start.</param>
    /// <param name="path">The file; folders that are missing are made, for everybody to read.</param>
    /// <param name="piece">The bytes.</param>
    /// <param name="keeps">Whether what is in the file stays before the piece.</param>
    /// <exception cref="SecretsKitException">A folder cannot be made, or the file not written; the words are Go's.</exception>
    public static void Write(HostEnvironment environment, string path, ReadOnlySpan<byte> piece, bool keeps)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var full = environment.ResolvePath(path);
        var folder = Path.GetDirectoryName(full)!;
        try
        {
            MakeFolder(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var missing = FirstMissing(environment, path);
            var isFile = File.Exists(environment.ResolvePath(missing));
            throw FileErrors.Unwritable("mkdir", missing, isFile ? Native.Errno.NotDirectory : FileErrors.NumberOf(failure, full));
        }

        try
        {
            using var file = new FileStream(
                full, keeps ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(piece);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unwritable("open", path, FileErrors.NumberOf(failure, full));
        }
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, FolderMode);
        }
    }

    // As the path was given, so that the message names what its reader typed.
    private static string FirstMissing(HostEnvironment environment, string path)
    {
        var missing = path;
        for (var folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder)
            && !Directory.Exists(environment.ResolvePath(folder)); folder = Path.GetDirectoryName(folder))
        {
            missing = folder;
        }

        return missing;
    }
}
