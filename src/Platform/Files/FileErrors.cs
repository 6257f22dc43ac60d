using SecretsKit.Core.Errors;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>
/// The words for what goes wrong with files: Go's, because the reference tools print them (<c>open a.yaml: no such file or directory</c>).
/// </summary>
internal static class FileErrors
{
    internal static SecretsKitException Unreadable(string operation, string path, int error)
    {
        var isMissing = error is Errno.NoEntry or Errno.NotDirectory;
        return new(
            isMissing ? ErrorCode.FileNotFound : ErrorCode.FileUnreadable, $"{operation} {path}: {Errno.Describe(error)}")
        {
            Cause = new FileCause(isMissing ? FileFault.NotFound : FileFault.Unreadable, path),
        };
    }

    internal static SecretsKitException Unwritable(string operation, string path, int error, string? hint = null) => new(
        ErrorCode.FileUnwritable, $"{operation} {path}: {Errno.Describe(error)}")
    {
        Cause = new FileCause(FaultOf(error), path),
        Hint = hint,
    };

    private static FileFault FaultOf(int error) => error switch
    {
        Errno.NoSpace => FileFault.NoSpace,
        Errno.IsDirectory => FileFault.IsFolder,
        Errno.NoEntry => FileFault.NoFolder,
        _ => FileFault.Unwritable,
    };

    /// <summary>The error number behind an exception of the base library, which says only the class of failure for the commonest.</summary>
    internal static int NumberOf(Exception exception, string path) => exception switch
    {
        UnauthorizedAccessException when Directory.Exists(path) => Errno.IsDirectory,
        UnauthorizedAccessException { InnerException: IOException inner } => inner.HResult,
        UnauthorizedAccessException => Errno.AccessDenied,
        FileNotFoundException or DirectoryNotFoundException => Errno.NoEntry,
        ArgumentException when path.Length == 0 => Errno.NoEntry,
        PathTooLongException => Errno.NameTooLong,
        _ when exception.HResult is > 0 and < 4096 => exception.HResult,
        _ when (exception.HResult & 0xFFFF) == 112 => Errno.NoSpace,
        _ => Errno.InputOutput,
    };
}
