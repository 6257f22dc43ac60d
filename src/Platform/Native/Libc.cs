using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Native;

/// <summary>
/// The C library's calls that the base library does not offer. Declared for Unix alone: every caller checks the platform first.
/// Failure is -1 with the number in <see cref="Marshal.GetLastPInvokeError"/>, unless a call says otherwise.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Name = "libc";

    // Changes the list of variables that native code sees, under threads that read it: for the start of a process alone.
    [LibraryImport(Name, EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport(Name, EntryPoint = "pipe", SetLastError = true)]
    internal static partial int Pipe(int* pair);

    [LibraryImport(Name, EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe2(int* pair, int flags);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int FcntlOnStack(int descriptor, int command, nint a, nint b, nint c, nint d, nint e, nint f, nint argument);

    [LibraryImport(Name, EntryPoint = "madvise")]
    internal static partial int Advise(nint start, nint length, int advice);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nint count);

    /// <summary>Writes everything to a blocking descriptor. The error number, or 0.</summary>
    internal static int WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint count;
            fixed (byte* start = bytes)
            {
                count = Write(descriptor, start, bytes.Length);
            }

            if (count >= 0)
            {
                bytes = bytes[(int)count..];
            }
            else if (Marshal.GetLastPInvokeError() is var error && error != Errno.Interrupted)
            {
                return error;
            }
        }

        return 0;
    }

    [LibraryImport(Name, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(Name, EntryPoint = "getentropy", SetLastError = true)]
    internal static partial int GetEntropy(byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitPid(int process, int* status, int options);

    /// <summary>Waits until a child has ended; with <c>WNOWAIT</c> its status and its number stay. The answer takes 128 bytes.</summary>
    [LibraryImport(Name, EntryPoint = "waitid", SetLastError = true)]
    internal static partial int WaitId(int kind, int process, byte* answer, int options);

    /// <summary>Returns only on failure.</summary>
    [LibraryImport(Name, EntryPoint = "execve", SetLastError = true)]
    internal static partial int Execute(byte* path, byte** arguments, byte** variables);

    /// <summary>What a signal does: 0 for the default.</summary>
    [LibraryImport(Name, EntryPoint = "signal", SetLastError = true)]
    internal static partial nint SetSignalAction(int signal, nint action);

    [LibraryImport(Name, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    /// <summary>Linux only: the call numbers are those of x64 and arm64 alike for what we use.</summary>
    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint first, nint second);
}

/// <summary><c>struct pollfd</c>, the same on all Unix systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal int Descriptor;
    internal short Wanted;
    internal short Returned;
}
