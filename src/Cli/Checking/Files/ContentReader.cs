using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>What became of reading a file.</summary>
internal enum ReadOutcome
{
    /// <summary>Read.</summary>
    Read,

    /// <summary>No text, no file, or gone: nothing to check.</summary>
    Passed,

    /// <summary>Beyond the limit.</summary>
    TooLarge,

    /// <summary>It cannot be opened.</summary>
    Unreadable,
}

/// <summary>Reads the files to check.</summary>
internal static class ContentReader
{
    /// <summary>Reads one, following no link: what it leads to is checked where it lies.</summary>
    /// <param name="host">Opens.</param>
    /// <param name="fullPath">Absolute.</param>
    /// <param name="content">The bytes, if read.</param>
    public static ReadOutcome Read(CliHost host, string fullPath, out byte[] content)
    {
        content = [];
        try
        {
            return ReadRegular(host, fullPath, out content);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure is FileNotFoundException or DirectoryNotFoundException ? ReadOutcome.Passed : ReadOutcome.Unreadable;
        }
    }

    private static ReadOutcome ReadRegular(CliHost host, string fullPath, out byte[] content)
    {
        content = [];
        try
        {
            // Opening a pipe could wait for its other end.
            if ((File.GetAttributes(fullPath) & (FileAttributes.ReparsePoint | FileAttributes.Directory | FileAttributes.Device)) != 0
                || FileKinds.Of(fullPath, followsLink: true) != FileKind.Regular)
            {
                return ReadOutcome.Passed;
            }

            content = FileReader.Read(host.Environment, fullPath, FileLimits.MostBytes);
            return FileLimits.IsBinary(fullPath, content) ? ReadOutcome.Passed : ReadOutcome.Read;
        }
        catch (SecretsKitException failure)
        {
            return failure.Code switch
            {
                ErrorCode.LimitExceeded => IsText(fullPath) ? ReadOutcome.TooLarge : ReadOutcome.Passed,
                ErrorCode.FileNotFound => ReadOutcome.Passed,
                _ => ReadOutcome.Unreadable,
            };
        }
    }

    private static bool IsText(string fullPath)
    {
        using var file = File.OpenHandle(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[FileLimits.Sample];
        return !FileLimits.IsBinary(fullPath, head.AsSpan(0, RandomAccess.Read(file, head, 0)));
    }
}
