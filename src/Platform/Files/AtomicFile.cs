using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>
/// Writes files so that the old content survives whatever happens before the new one is complete.
/// Mode, owner and symbolic links stay as they are, and of several writers at once none overwrites what it has not seen
/// (<see cref="FileWriteRequest.Expected"/>). A file with several names (hard links) is refused, because the other names would
/// keep the old content, perhaps plaintext. Devices and pipes are written directly. On Windows the replacement is the
/// system's, and owner and links are not looked at.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes the file.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileUnwritable"/>: no permission, no space, a folder that may not be written, a mounted file, several names;
    /// <see cref="ErrorCode.FileChanged"/>: it no longer holds what was expected;
    /// <see cref="ErrorCode.Cancelled"/>: a signal came in between. In each case the file is as it was and nothing is left behind; for
    /// writing in place see <see cref="FileWriteMode.InPlace"/>.
    /// </exception>
    public static void Write(FileWriteRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.Environment.ResolvePath(request.Path);
        if (path.Length == 0)
        {
            throw FileErrors.Unwritable("open", request.Path, Errno.NoEntry);
        }

        if (request.Links == LinkPolicy.Refuse && new FileInfo(path).LinkTarget is { } elsewhere)
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable, $"{request.Path} is a symbolic link to {elsewhere}: the content would be written there")
            {
                Hint = $"remove {request.Path}, or name the file that you want by itself",
            };
        }

        if (OperatingSystem.IsWindows())
        {
            WriteTo(request, path);
        }
        else
        {
            WriteUnix(request, path);
        }
    }

    /// <summary>
    /// Finds out whether a file could be written as a request asks, before somebody works on what is to be written. The content is not
    /// looked at, and nothing stays behind. On Windows nothing is looked at.
    /// </summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileUnwritable"/>: as <see cref="Write"/> says.</exception>
    public static void RequireWritable(FileWriteRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.Environment.ResolvePath(request.Path);
        if (OperatingSystem.IsWindows() || path.Length == 0 || OwnDescriptor(path) is not null)
        {
            return;
        }

        var before = Before(request, path);
        if (before is { IsRegular: false })
        {
            return;
        }

        var target = Target(request, path, before);
        if (before is null || request.Mode == FileWriteMode.Replace)
        {
            Replacement.Try(request, target);
        }
    }

    /// <summary>
    /// Whether what is written to a path becomes the content of a file of that name. It does not where the
    /// path is a pipe, a device or an open file of this process (<c>/dev/stdout</c>), whose earlier content no write replaces.
    /// </summary>
    /// <param name="path">Absolute.</param>
    public static bool WritesWholeFile(string path) =>
        OwnDescriptor(path) is null && FileKinds.Of(path, followsLink: true) != FileKind.Special;

    [UnsupportedOSPlatform("windows")]
    private static void WriteUnix(FileWriteRequest request, string path)
    {
        var before = Before(request, path);
        if (OwnDescriptor(path) is { } descriptor)
        {
            DirectWrite.ToDescriptor(request, descriptor);
            return;
        }

        if (before is { IsRegular: false })
        {
            DirectWrite.ToDevice(request, path);
            return;
        }

        WriteTo(request, Target(request, path, before));
    }

    [UnsupportedOSPlatform("windows")]
    private static FileStatus? Before(FileWriteRequest request, string path)
    {
        var before = FileStatus.Of(path, out var error);
        return before is null && error != Errno.NoEntry ? throw FileErrors.Unwritable("open", request.Path, error)
            : before is { IsFolder: true } ? throw FileErrors.Unwritable("open", request.Path, Errno.IsDirectory)
            : before;
    }

    [UnsupportedOSPlatform("windows")]
    private static string Target(FileWriteRequest request, string path, FileStatus? before)
    {
        // A link that is refused is not looked through, whenever it may come: the name in its folder is the target.
        var target = before is null || request.Links == LinkPolicy.Refuse
            ? TargetOfName(request, path)
            : RealPath(path) ?? throw LastError(request);
        if (before is not null)
        {
            RequirePermission(request, target);
        }

        return target;
    }

    private static void WriteTo(FileWriteRequest request, string target)
    {
        if (request.Mode == FileWriteMode.InPlace)
        {
            DirectWrite.InPlace(request, target);
        }
        else
        {
            Replacement.Write(request, target);
        }
    }

    /// <summary>
    /// An open file of ours by its number. A shell chose what is behind it and where writing goes on: it is neither moved away nor cut.
    /// </summary>
    private static int? OwnDescriptor(string path)
    {
        if (path is "/dev/stdout" or "/dev/stderr")
        {
            return path == "/dev/stdout" ? 1 : 2;
        }

        foreach (var folder in (ReadOnlySpan<string>)["/dev/fd/", "/proc/self/fd/"])
        {
            if (path.StartsWith(folder, StringComparison.Ordinal)
                && int.TryParse(path.AsSpan(folder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Replacing needs no permission on the file itself, but who made it read-only meant it.</summary>
    [UnsupportedOSPlatform("windows")]
    private static void RequirePermission(FileWriteRequest request, string target)
    {
        const int MayWrite = 2;
        if (FileCalls.Access(target, MayWrite) != 0)
        {
            throw LastError(request);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static string TargetOfName(FileWriteRequest request, string path)
    {
        if (request.Links == LinkPolicy.Follow && new FileInfo(path).LinkTarget is not null)
        {
            throw FileErrors.Unwritable("open", request.Path, Errno.NoEntry, "it is a symbolic link that leads to no file");
        }

        var name = Path.GetFileName(path);
        return name.Length == 0
            ? throw FileErrors.Unwritable("open", request.Path, Errno.IsDirectory)
            : Path.Combine(RealPath(Path.GetDirectoryName(path) ?? "/") ?? throw LastError(request), name);
    }

    [UnsupportedOSPlatform("windows")]
    private static unsafe string? RealPath(string path)
    {
        var resolved = FileCalls.RealPath(path, null);
        if (resolved == null)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8((nint)resolved);
        }
        finally
        {
            FileCalls.Free(resolved);
        }
    }

    private static SecretsKitException LastError(FileWriteRequest request) =>
        FileErrors.Unwritable("open", request.Path, Marshal.GetLastPInvokeError());
}
