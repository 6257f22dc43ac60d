using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>Content goes to a temporary file in the folder of the target, to the disk, and then takes the target's name.</summary>
internal static class Replacement
{
    /// <summary>How hints begin that advise to write in place.</summary>
    internal const string InPlaceAdvice = "write the file in place";

    private const string InPlaceHint = InPlaceAdvice + " instead; a crash in the middle can then damage it";

    /// <param name="request">What to write.</param>
    /// <param name="target">The file itself: absolute, and no link.</param>
    internal static void Write(FileWriteRequest request, string target)
    {
        var before = OperatingSystem.IsWindows() ? null : FileStatus.Of(target, out _);
        RefuseSeveralNames(request, before);
        var folder = Path.GetDirectoryName(target)!;
        request.AbandonedFiles?.ClearFilesIn(folder);
        string NewName() => Path.Combine(folder, TemporaryFile.NewName(Path.GetFileName(target), request.Kind));
        var temporary = NewName();
        var inPlace = false;
        using var guard = InterruptGuard.CleaningUp(() => Remove(temporary));
        try
        {
            var stream = Create(request, temporary, before);
            while (!TemporaryFile.TryHold(stream.SafeFileHandle))
            {
                // Somebody who clears up saw it before it was locked, and removes it.
                stream.Dispose();
                temporary = NewName();
                stream = Create(request, temporary, before);
            }

            using (stream)
            {
                Fill(request, stream.SafeFileHandle, temporary, before);
                if (OperatingSystem.IsWindows())
                {
                    stream.Dispose(); // An open file is not renamed there.
                    Replace(request, temporary, target, guard);
                }
                else
                {
                    // The temporary file stays locked until it has its name.
                    using var held = WriteLock.Take(target, request.Path, guard);
                    Replace(request, temporary, target, guard);
                    stream.Dispose();
                }

                inPlace = true;
            }
        }
        finally
        {
            if (!inPlace)
            {
                Remove(temporary);
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            SyncFolder(folder);
        }
    }

    /// <summary>Makes the temporary file as a write would, and removes it.</summary>
    [UnsupportedOSPlatform("windows")]
    internal static void Try(FileWriteRequest request, string target)
    {
        var before = FileStatus.Of(target, out _);
        RefuseSeveralNames(request, before);
        var temporary = Path.Combine(
            Path.GetDirectoryName(target)!, TemporaryFile.NewName(Path.GetFileName(target), FileContentKind.Public));
        using var guard = InterruptGuard.CleaningUp(() => Remove(temporary));
        try
        {
            using var stream = Create(request, temporary, before);
            if (before is { } status)
            {
                KeepOwner(request, stream.SafeFileHandle, temporary, status);
            }
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static FileCause NotReplaceable(FileWriteRequest request) => new(FileFault.NotReplaceable, request.Path);

    private static void Replace(FileWriteRequest request, string temporary, string target, InterruptGuard guard)
    {
        ExpectedContent.Check(request, target);
        Rename(request, temporary, target, guard);
    }

    private static void RefuseSeveralNames(FileWriteRequest request, FileStatus? before)
    {
        if (before is { Links: > 1 })
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable,
                string.Create(CultureInfo.InvariantCulture, $"cannot replace {request.Path}: it has {before.Value.Links} names (hard ") +
                    "links), and the others would keep the old content")
            {
                Cause = NotReplaceable(request),
                Hint = InPlaceAdvice + ", which changes it under all its names",
            };
        }
    }

    private static FileStream Create(FileWriteRequest request, string temporary, FileStatus? before)
    {
        // A file that will get another's mode starts as the owner's alone.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = before is null ? request.CreationMode : FileWriteRequest.OwnerOnly;
        }

        try
        {
            return new FileStream(temporary, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var error = FileErrors.NumberOf(e, temporary);
            if (error is Errno.AccessDenied or Errno.ReadOnly or Errno.NotPermitted)
            {
                throw new SecretsKitException(
                    ErrorCode.FileUnwritable, $"cannot write {request.Path}: no file can be made in its folder ({Errno.Describe(error)})",
                        e)
                {
                    Cause = before is null ? new FileCause(FileFault.Unwritable, request.Path) : NotReplaceable(request),
                    Hint = before is null ? null : InPlaceHint,
                };
            }

            throw FileErrors.Unwritable("open", request.Path, error);
        }
    }

    private static void Fill(FileWriteRequest request, SafeFileHandle file, string temporary, FileStatus? before)
    {
        try
        {
            RandomAccess.Write(file, request.Content.Span, 0);
            if (before is { } status && !OperatingSystem.IsWindows())
            {
                KeepOwner(request, file, temporary, status);
                ExtendedAttributes.Copy(request.Environment.ResolvePath(request.Path), file, request.Path);
                File.SetUnixFileMode(file, status.Permissions);
            }

            RandomAccess.FlushToDisk(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unwritable("write", request.Path, FileErrors.NumberOf(e, request.Path));
        }
    }

    /// <summary>Asks for a change of owner only where there is one: it is a privilege.</summary>
    [UnsupportedOSPlatform("windows")]
    private static void KeepOwner(FileWriteRequest request, SafeFileHandle file, string temporary, FileStatus before)
    {
        const uint Unchanged = uint.MaxValue;
        if (FileStatus.Of(temporary, out _) is not { } now || (now.User == before.User && now.Group == before.Group))
        {
            return;
        }

        var user = now.User == before.User ? Unchanged : before.User;
        var group = now.Group == before.Group ? Unchanged : before.Group;
        if (FileCalls.ChangeOwner(file, user, group) != 0)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"cannot replace {request.Path}: it belongs to another user or group")
            {
                Cause = NotReplaceable(request),
                Hint = InPlaceHint,
            };
        }
    }

    private static void Rename(FileWriteRequest request, string temporary, string target, InterruptGuard guard)
    {
        int error;
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(temporary, target, overwrite: true);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                error = FileErrors.NumberOf(e, target);
            }
        }
        else
        {
            if (FileCalls.Rename(temporary, target) == 0)
            {
                return;
            }

            error = Marshal.GetLastPInvokeError();
        }

        throw error switch
        {
            _ when guard.Interrupted => new SecretsKitException(ErrorCode.Cancelled, $"a signal came before {request.Path} was written"),
            Errno.Busy or Errno.CrossDevice => new SecretsKitException(
                ErrorCode.FileUnwritable,
                $"cannot replace {request.Path}: the file is a mount of its own ({Errno.Describe(error)})")
            {
                Cause = NotReplaceable(request),
                Hint = InPlaceHint,
            },
            Errno.AccessDenied or Errno.NotPermitted => new SecretsKitException(
                ErrorCode.FileUnwritable, $"cannot replace {request.Path}: {Errno.Describe(error)}")
            {
                Cause = NotReplaceable(request),
                Hint = InPlaceHint,
            },
            _ => FileErrors.Unwritable("rename", request.Path, error),
        };
    }

    /// <summary>
    /// Makes the new name survive a power cut. The file is complete either way, so file systems that cannot are no error.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    private static void SyncFolder(string folder)
    {
        var descriptor = FileCalls.Open(folder, OpenFlags.ReadOnly);
        if (descriptor >= 0)
        {
            _ = FileCalls.Sync(descriptor);
            _ = Libc.Close(descriptor);
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report, and the folder has just become unwritable for us.
            return;
        }
    }
}
