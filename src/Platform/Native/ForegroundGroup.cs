using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>Whom the keys of the terminal reach.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class ForegroundGroup
{
    /// <summary>Whether our process group is the one that the terminal sends Ctrl-C to; false without a terminal.</summary>
    internal static bool IsOurs()
    {
        const int ReadOnly = 0;
        var number = FileCalls.Open("/dev/tty", ReadOnly);
        if (number < 0)
        {
            return false;
        }

        using var terminal = new Descriptor(number);
        return GroupOfTerminal(number) == OwnGroup();
    }

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int GroupOfTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int OwnGroup();
}
