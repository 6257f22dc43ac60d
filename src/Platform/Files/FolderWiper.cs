using Microsoft.Win32.SafeHandles;

namespace SecretsKit.Platform.Files;

/// <summary>
/// Removes a folder of plaintext, with what editors left in it: swap files, backups. Each regular file is
/// overwritten first, which in memory-backed storage clears the pages; on a journalling disk or an SSD it may
/// not. Links are removed and never followed.
/// </summary>
internal static class FolderWiper
{
    /// <returns>The first failure, after everything else has been tried; null if all is gone.</returns>
    internal static Exception? Remove(string folder)
    {
        try
        {
            Exception? failure = null;
            foreach (var entry in new DirectoryInfo(folder).GetFileSystemInfos())
            {
                failure = (entry is DirectoryInfo && entry.LinkTarget is null ? Remove(entry.FullName) : RemoveFile(entry)) ?? failure;
            }

            Directory.Delete(folder);
            return failure;
        }
        catch (DirectoryNotFoundException)
        {
            return null; // The goal is reached: someone else removed it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    private static Exception? RemoveFile(FileSystemInfo entry)
    {
        try
        {
            // A pipe has no length, and opening it would wait for its other end.
            if (entry.LinkTarget is null && entry is FileInfo { Length: > 0 } file)
            {
                Overwrite(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Delete(entry) ?? e;
        }

        return Delete(entry);
    }

    private static Exception? Delete(FileSystemInfo entry)
    {
        try
        {
            entry.Delete();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    private static void Overwrite(FileInfo file)
    {
        using var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        Overwrite(handle);
    }

    /// <summary>Writes zeros over the whole of a file, down to the disk.</summary>
    internal static void Overwrite(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        var zeros = new byte[(int)Math.Min(length, 64 * 1024)];
        for (long done = 0; done < length; done += zeros.Length)
        {
            RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(length - done, zeros.Length)), done);
        }

        RandomAccess.FlushToDisk(file);
    }
}
