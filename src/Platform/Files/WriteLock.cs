using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>
/// Keeps other writers of ours away from a file between the last look at it and the write. The lock is
/// advisory, the kernel's, and leaves nothing behind: it ends with the process that holds it. What is locked is the file's folder, which
/// stays when the file is replaced, and then the file itself: that serves network file systems, which lock no folders, and files that are
/// written in place under several names. Folder before file, and one of each, so that two writers never wait for one another. A file system
/// that has neither lock is written to without.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class WriteLock : IDisposable
{
    /// <summary>
    /// How many times it is asked for before the write is refused: about thirty seconds, while a holder needs a few milliseconds.
    /// </summary>
    internal const int MostAttempts = 1500;

    private const int LongestPause = 20;
    private readonly string _target;
    private readonly string _shownPath;
    private readonly InterruptGuard _guard;
    private readonly int _mostAttempts;
    private Descriptor? _folder;
    private Descriptor? _file;
    private int _attempts;

    private WriteLock(string target, string shownPath, InterruptGuard guard, int mostAttempts) =>
        (_target, _shownPath, _guard, _mostAttempts) = (target, shownPath, guard, mostAttempts);

    /// <summary>Takes the lock; waits while somebody else has it.</summary>
    /// <param name="target">The file: absolute, no link. It need not exist.</param>
    /// <param name="shownPath">How messages call it.</param>
    /// <param name="guard">A signal ends the wait.</param>
    /// <param name="mostAttempts">How long to wait.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileUnwritable"/>: it stayed locked; <see cref="ErrorCode.Cancelled"/>: a signal came.
    /// </exception>
    internal static WriteLock Take(string target, string shownPath, InterruptGuard guard, int mostAttempts = MostAttempts)
    {
        var taken = new WriteLock(target, shownPath, guard, mostAttempts);
        try
        {
            taken.LockFolder();
            if (OperatingSystem.IsLinux())
            {
                taken.LockFile();
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Releases it.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        if (_folder is { IsOpen: true })
        {
            AdvisoryLock.LetGo(_folder.Number);
            _folder.Dispose();
        }
    }

    private void LockFolder()
    {
        _folder = new Descriptor(FileCalls.Open(Path.GetDirectoryName(_target)!, OpenFlags.FolderOnly));

        // A folder that may be entered and not listed cannot be opened: the file's own lock remains.
        if (_folder.IsOpen)
        {
            TakeOrWait(_folder.Number, AdvisoryLock.TryTake);
        }
    }

    [SupportedOSPlatform("linux")]
    private void LockFile()
    {
        while (true)
        {
            _file = new Descriptor(FileCalls.Open(_target, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.NoLink));
            if (!_file.IsOpen || TakeOrWait(_file.Number, AdvisoryLock.TryTakeWhole) == LockOutcome.Unsupported)
            {
                return; // There is no file yet, or it cannot be locked.
            }

            // While this waited, the holder may have put another file in its place: then that one is to be locked.
            if (FileStatus.Of(_file.Number) is { } held && FileStatus.Of(_target, out _) is { } now && held.Identity == now.Identity)
            {
                return;
            }

            _file.Dispose();
            Pause();
        }
    }

    private LockOutcome TakeOrWait(int descriptor, Func<int, LockOutcome> take)
    {
        LockOutcome outcome;
        while ((outcome = take(descriptor)) == LockOutcome.Busy)
        {
            Pause();
        }

        return outcome;
    }

    private void Pause()
    {
        if (++_attempts >= _mostAttempts)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"cannot write {_shownPath}: another program keeps its folder locked")
            {
                Hint = $"'fuser -v {Path.GetDirectoryName(_target)}' shows which programs have the folder open; nothing was written",
            };
        }

        if (_guard.WaitForSignal(TimeSpan.FromMilliseconds(Math.Min(_attempts, LongestPause))))
        {
            throw new SecretsKitException(ErrorCode.Cancelled, $"a signal came before {_shownPath} was written");
        }
    }
}
