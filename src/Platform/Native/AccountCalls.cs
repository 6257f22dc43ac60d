using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>The C library's calls on users and groups. Those that change the identity do so for all threads.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class AccountCalls
{
    private const string Name = "libc";

    /// <summary>The error number itself; success without a <paramref name="found"/> means that there is no such user.</summary>
    [LibraryImport(Name, EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int FindByName(string name, byte* entry, byte* text, nuint textSize, byte** found);

    /// <summary>The same by number.</summary>
    [LibraryImport(Name, EntryPoint = "getpwuid_r")]
    internal static partial int FindByNumber(uint user, byte* entry, byte* text, nuint textSize, byte** found);

    [LibraryImport(Name, EntryPoint = "getuid")]
    internal static partial uint User();

    [LibraryImport(Name, EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    [LibraryImport(Name, EntryPoint = "getgid")]
    internal static partial uint Group();

    [LibraryImport(Name, EntryPoint = "getegid")]
    internal static partial uint EffectiveGroup();

    [LibraryImport(Name, EntryPoint = "initgroups", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetGroupsOf(string name, uint group);

    [LibraryImport(Name, EntryPoint = "setgid", SetLastError = true)]
    internal static partial int SetGroup(uint group);

    [LibraryImport(Name, EntryPoint = "setuid", SetLastError = true)]
    internal static partial int SetUser(uint user);
}
