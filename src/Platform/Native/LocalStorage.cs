using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>
/// Whether a folder lies in a file system of this machine, so that a lock that nobody here has is no one's
/// (Linux; nothing is known elsewhere). Of a network file system another machine may hold it without this one knowing.
/// </summary>
internal static unsafe class LocalStorage
{
    // ext2 to ext4, XFS, Btrfs, tmpfs, ramfs, overlay, F2FS, ZFS, bcachefs, ecryptfs, squashfs with an overlay shows as overlay.
    private static ReadOnlySpan<uint> Known =>
        [0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0x858458F6, 0x794C7630, 0xF2F52010, 0x2FC12FC1, 0xCA451A4E, 0xF15F];

    [UnsupportedOSPlatform("windows")]
    internal static bool Holds(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var status = stackalloc byte[512];
        return FileCalls.FileSystemStatus(folder, status) == 0 && Known.Contains(*(uint*)status);
    }
}
