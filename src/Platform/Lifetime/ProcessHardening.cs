using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Lifetime;

/// <summary>Keeps this process's memory from other processes of the user and from core dumps.</summary>
public static partial class ProcessHardening
{
    /// <summary>
    /// On Linux: not dumpable, which also closes <c>/proc/PID/mem</c> to debuggers and <c>/proc/PID/fd</c> to children. On Unix: core size 0.
    /// Nothing on Windows. A refusal (by a sandbox) is no error, because the run is as safe as any other program then.
    /// </summary>
    /// <returns>Whether all of it took effect.</returns>
    public static unsafe bool Apply()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        const int CoreSize = 4;
        var none = stackalloc ulong[2];
        var noCore = SetResourceLimit(CoreSize, none) == 0;
        const int SetDumpable = 4;
        return OperatingSystem.IsLinux() ? noCore & ProcessControl(SetDumpable, 0, 0, 0, 0) == 0 : noCore;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static unsafe partial int SetResourceLimit(int resource, ulong* limits);

    // Variadic, and on the Linux systems that we run on such arguments travel as others do.
    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint value, nuint a, nuint b, nuint c);
}
