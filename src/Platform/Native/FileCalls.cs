using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Native;

/// <summary>
/// The C library's calls on files that the base library does not offer, or offers with a fallback that
/// we must not have (a rename that copies).
/// </summary>
internal static unsafe partial class FileCalls
{
    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(string from, string to);

    [LibraryImport(Name, EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport(Name, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int kind);

    /// <summary>Opens what exists; the descriptor does not reach children. The mode is variadic and left out: not for creating.</summary>
    internal static int Open(string path, int flags) => OpenWithFlags(path, flags | (OperatingSystem.IsLinux() ? 0x80000 : 0x1000000));

    /// <summary>Opens what exists, for children too.</summary>
    internal static int OpenForChildren(string path, int flags) => OpenWithFlags(path, flags);

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenWithFlags(string path, int flags);

    [LibraryImport(Name, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(int descriptor);

    [LibraryImport(Name, EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(SafeHandle file, uint user, uint group);

    [LibraryImport(Name, EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* RealPath(string path, byte* resolved);

    [LibraryImport(Name, EntryPoint = "free")]
    internal static partial void Free(void* memory);

    [LibraryImport(Name, EntryPoint = "mkdtemp", SetLastError = true)]
    internal static partial byte* MakePrivateFolder(byte* template);

    [LibraryImport(Name, EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeFifo(string path, uint mode);

    /// <summary>Linux: the first word of the answer is the file system's magic number; the whole takes 120 bytes.</summary>
    [LibraryImport(Name, EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int FileSystemStatus(string path, void* status);

    [LibraryImport(Name, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StatusLinux(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport(Name, EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StatusApple(string path, byte* status);

    [LibraryImport(Name, EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StatusAppleIntel(string path, byte* status);

    [LibraryImport(Name, EntryPoint = "lstat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LinkStatusApple(string path, byte* status);

    [LibraryImport(Name, EntryPoint = "lstat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LinkStatusAppleIntel(string path, byte* status);

    [LibraryImport(Name, EntryPoint = "fstat", SetLastError = true)]
    internal static partial int OpenStatusApple(int descriptor, byte* status);

    [LibraryImport(Name, EntryPoint = "fstat$INODE64", SetLastError = true)]
    internal static partial int OpenStatusAppleIntel(int descriptor, byte* status);

    [LibraryImport(Name, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CreateMemoryFile(string name, uint flags);
}
