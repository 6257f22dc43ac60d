using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>What became of the attempt to take a lock.</summary>
internal enum LockOutcome
{
    /// <summary>
    /// It is ours, until it is released or the last copy of the descriptor is closed, by the end of the process at the latest.
    /// </summary>
    Taken,

    /// <summary>Somebody else has it.</summary>
    Busy,

    /// <summary>The file system has no such locks for this kind of file.</summary>
    Unsupported,
}

/// <summary>
/// Locks that bind those who ask for them and nobody else. They belong to the open file, not to the
/// process: two threads that open a file each exclude one another as two processes do. Nothing here waits.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class AdvisoryLock
{
    private const int Exclusive = 2;
    private const int AtOnce = 4;
    private const int Release = 8;

    /// <summary>The lock of <c>flock(2)</c>, which folders have too. Network file systems have none for folders.</summary>
    internal static LockOutcome TryTake(int descriptor) => Outcome(Flock(descriptor, Exclusive | AtOnce));

    /// <summary>Releases it at once: a child that is being started may hold a copy of the descriptor for a moment.</summary>
    internal static void LetGo(int descriptor) => _ = Flock(descriptor, Release);

    /// <summary>
    /// The write lock over the whole of a file that is open for writing (Linux). It is of another kind
    /// than that of <c>flock(2)</c>, which programs for .NET ask for when they read.
    /// </summary>
    [SupportedOSPlatform("linux")]
    internal static LockOutcome TryTakeWhole(int descriptor)
    {
        const int SetOfOpenFile = 37;
        const short Write = 1;
        // struct flock of 64-bit Linux: type, whence, start, length (0: to the end), process (must
        // be 0). Whence 0 counts from the beginning.
        var request = stackalloc byte[32];
        new Span<byte>(request, 32).Clear();
        *(short*)request = Write;
        return Outcome(Libc.Fcntl(descriptor, SetOfOpenFile, (nint)request));
    }

    private static LockOutcome Outcome(int result)
    {
        if (result == 0)
        {
            return LockOutcome.Taken;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == Errno.Again || error is Errno.AccessDenied or Errno.Interrupted ? LockOutcome.Busy : LockOutcome.Unsupported;
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int descriptor, int operation);
}
