using Microsoft.Win32.SafeHandles;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>Writes where no other file can take the place: devices, pipes, and files whose folder or mount forbids it.</summary>
internal static class DirectWrite
{
    internal static void ToDescriptor(FileWriteRequest request, int descriptor)
    {
        // What a shell opened stays open in programs that it runs; all else is this process's own.
        const int GetFlags = 1;
        const int CloseOnExec = 1;
        var error = (Libc.Fcntl(descriptor, GetFlags, 0) & CloseOnExec) != 0
            ? Errno.BadDescriptor
            : Libc.WriteAll(descriptor, request.Content.Span);
        if (error != 0)
        {
            throw FileErrors.Unwritable("write", request.Path, error);
        }
    }

    internal static void ToDevice(FileWriteRequest request, string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(request.Content.Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unwritable("write", request.Path, FileErrors.NumberOf(e, path));
        }
    }

    internal static void InPlace(FileWriteRequest request, string target)
    {
        using var guard = InterruptGuard.HoldingOff();
        using var held = OperatingSystem.IsWindows() ? null : WriteLock.Take(target, request.Path, guard);
        ExpectedContent.Check(request, target);
        var isNew = !File.Exists(target);
        var written = false;
        try
        {
            using var stream = Open(request, target);
            Overwrite(stream.SafeFileHandle, request.Content.Span);
            written = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unwritable("write", request.Path, FileErrors.NumberOf(e, target));
        }
        finally
        {
            if (isNew && !written)
            {
                File.Delete(target);
            }
        }
    }

    private static FileStream Open(FileWriteRequest request, string target)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = request.CreationMode;
        }

        return new FileStream(target, options);
    }

    /// <summary>
    /// What goes beyond the old end is written first: only that can run out of space, and cutting it off again restores the old content.
    /// </summary>
    private static void Overwrite(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        var oldLength = RandomAccess.GetLength(file);
        if (content.Length > oldLength)
        {
            var grown = false;
            try
            {
                RandomAccess.Write(file, content[(int)oldLength..], oldLength);
                RandomAccess.FlushToDisk(file);
                grown = true;
            }
            finally
            {
                if (!grown)
                {
                    RandomAccess.SetLength(file, oldLength);
                }
            }
        }

        RandomAccess.Write(file, content[..(int)Math.Min(oldLength, content.Length)], 0);
        RandomAccess.SetLength(file, content.Length);
        RandomAccess.FlushToDisk(file);
    }
}
