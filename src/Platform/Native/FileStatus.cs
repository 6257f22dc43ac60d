using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>Which file it is, whatever its names: two paths with one identity are the same file.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Number);

/// <summary>What <c>stat</c> knows and the base library keeps to itself: kind, owner, number of names and identity of a file.</summary>
internal readonly record struct FileStatus(uint Mode, uint Links, uint User, uint Group, FileIdentity Identity)
{
    private const int CurrentFolder = -100;
    private const int RawSize = 512;
    private const uint BasicFields = 0x7ff;
    private const uint KindMask = 0xF000;
    private const uint RegularKind = 0x8000;
    private const uint FolderKind = 0x4000;
    private const uint DeviceKind = 0x2000;
    private const uint LinkKind = 0xA000;

    internal bool IsRegular => (Mode & KindMask) == RegularKind;

    internal bool IsFolder => (Mode & KindMask) == FolderKind;

    /// <summary>Whether it is a device without blocks.</summary>
    internal bool IsDevice => (Mode & KindMask) == DeviceKind;

    internal bool IsLink => (Mode & KindMask) == LinkKind;

    internal UnixFileMode Permissions => (UnixFileMode)(Mode & 0xFFF);

    /// <summary>Of what a path leads to. Null on failure, with the error number in <paramref name="error"/>.</summary>
    [UnsupportedOSPlatform("windows")]
    internal static FileStatus? Of(string path, out int error) => Of(path, followsLink: true, out error);

    /// <summary>Of a path's target, or of the link that it is. Null on failure.</summary>
    [UnsupportedOSPlatform("windows")]
    internal static unsafe FileStatus? Of(string path, bool followsLink, out int error)
    {
        const int NotTheTarget = 0x100;
        var raw = stackalloc byte[RawSize];
        int result;
        if (OperatingSystem.IsLinux())
        {
            result = FileCalls.StatusLinux(CurrentFolder, path, followsLink ? 0 : NotTheTarget, BasicFields, raw);
        }
        else if (RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
        {
            result = followsLink ? FileCalls.StatusApple(path, raw) : FileCalls.LinkStatusApple(path, raw);
        }
        else
        {
            result = followsLink ? FileCalls.StatusAppleIntel(path, raw) : FileCalls.LinkStatusAppleIntel(path, raw);
        }

        return Read(result, raw, out error);
    }

    /// <summary>Of an open file, whatever its path leads to by now. Null on failure.</summary>
    [UnsupportedOSPlatform("windows")]
    internal static unsafe FileStatus? Of(int descriptor)
    {
        const int OfDescriptor = 0x1000;
        var raw = stackalloc byte[RawSize];
        var result = OperatingSystem.IsLinux() ? FileCalls.StatusLinux(descriptor, "", OfDescriptor, BasicFields, raw)
            : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? FileCalls.OpenStatusApple(descriptor, raw)
            : FileCalls.OpenStatusAppleIntel(descriptor, raw);
        return Read(result, raw, out _);
    }

    private static unsafe FileStatus? Read(int result, byte* raw, out int error)
    {
        error = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (result != 0)
        {
            return null;
        }

        // struct statx is the same on every Linux; struct stat of macOS has 16-bit mode and link count.
        return OperatingSystem.IsLinux()
            ? new FileStatus(
                *(ushort*)(raw + 28), *(uint*)(raw + 16), *(uint*)(raw + 20), *(uint*)(raw + 24),
                new(((ulong)*(uint*)(raw + 136) << 32) | *(uint*)(raw + 140), *(ulong*)(raw + 32)))
            : new FileStatus(
                *(ushort*)(raw + 4), *(ushort*)(raw + 6), *(uint*)(raw + 16), *(uint*)(raw + 20), new(*(uint*)raw, *(ulong*)(raw + 8)));
    }
}
