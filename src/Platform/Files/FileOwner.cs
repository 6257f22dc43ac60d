using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>Whose a file or folder is, and who may write to it. Access control lists are not looked at.</summary>
/// <param name="User">The number of the user.</param>
/// <param name="Group">The number of the group.</param>
/// <param name="Mode">Permissions with the sticky bit.</param>
[UnsupportedOSPlatform("windows")]
public sealed record FileOwner(uint User, uint Group, UnixFileMode Mode)
{
    private const int LargestEntry = 64 * 1024;

    /// <summary>The number of the user that this process acts for.</summary>
    public static uint CurrentUser => AccountCalls.EffectiveUser();

    /// <summary>The number of that user's own group, as far as the process has it.</summary>
    public static uint CurrentGroup => AccountCalls.EffectiveGroup();

    /// <summary>Of a path's target, or of the link that it is; null if there is nothing that can be looked at.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="followsLink">Whether a link is what it leads to.</param>
    public static FileOwner? Of(string path, bool followsLink) =>
        FileStatus.Of(path, followsLink, out _) is { } status ? new(status.User, status.Group, status.Permissions) : null;

    /// <summary>Whether everybody may write; in a folder with the sticky bit nobody may touch what others made.</summary>
    public bool IsWritableByAll => Mode.HasFlag(UnixFileMode.OtherWrite) && !Mode.HasFlag(UnixFileMode.StickyBit);

    /// <summary>Whether the group may write, with the same exception.</summary>
    public bool IsWritableByGroup => Mode.HasFlag(UnixFileMode.GroupWrite) && !Mode.HasFlag(UnixFileMode.StickyBit);

    /// <summary>A user for people: the name, where there is one, and the number.</summary>
    public static unsafe string Describe(uint user)
    {
        var number = user.ToString(CultureInfo.InvariantCulture);
        var text = new byte[LargestEntry];
        var entry = stackalloc byte[256];
        byte* found;
        fixed (byte* start = text)
        {
            return AccountCalls.FindByNumber(user, entry, start, LargestEntry, &found) == 0
                && found != null
                && Marshal.PtrToStringUTF8(*(nint*)entry) is { Length: > 0 } name
                ? $"{name} (user {number})"
                : $"user {number}";
        }
    }
}
