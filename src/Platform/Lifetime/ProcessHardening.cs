using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Lifetime;

/// <summary>Keeps this process's memory from other processes of the user and from core dumps.</summary>
public static partial class ProcessHardening
{
    /// <summary>
    /// On Linux: not dumpable, which ends core dumps and closes <c>/proc/PID/mem</c> to debuggers and
    /// <c>/proc/PID/fd</c> to children; a program that we run is as dumpable as ever. On other Unix: core size 0. Nothing on Windows. A
    /// refusal (by a sandbox) is no error, because the run is as safe as any other program then.
    /// </summary>
    /// <returns>Whether it took effect.</returns>
    public static unsafe bool Apply()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        if (OperatingSystem.IsLinux())
        {
            const int SetDumpable = 4;
            return ProcessControl(SetDumpable, 0, 0, 0, 0) == 0;
        }

        const int CoreSize = 4;
        var none = stackalloc ulong[2];
        return SetResourceLimit(CoreSize, none) == 0;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static unsafe partial int SetResourceLimit(int resource, ulong* limits);

    // Variadic, and on the Linux systems that we run on such arguments travel as others do.
    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint value, nuint a, nuint b, nuint c);
}
