using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>
/// Whether a folder lies in memory rather than on a disk (Linux; nothing is known elsewhere). Memory may still be swapped out.
/// </summary>
internal static unsafe class MemoryStorage
{
    private const uint TmpFs = 0x01021994;
    private const uint RamFs = 0x858458F6;

    [UnsupportedOSPlatform("windows")]
    internal static bool Holds(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var status = stackalloc byte[512];
        return FileCalls.FileSystemStatus(folder, status) == 0 && *(uint*)status is (TmpFs or RamFs);
    }
}
