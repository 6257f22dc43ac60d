using System.Buffers;
using System.IO.Enumeration;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>
/// The temporary file beside a target: its name, and the lock that distinguishes a living writer from a dead
/// one (Linux). The lock is the kernel's and ends with the process, whose number says nothing: numbers are given again.
/// </summary>
internal static class TemporaryFile
{
    private const string PlaintextEnding = ".dec";
    private const string PublicEnding = ".tmp";
    private const int MarkLength = 32;
    private const int MaxNameBytes = 200;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    // The default passes over hidden files, which all of these are.
    private static readonly EnumerationOptions All = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>
    /// A new name: hidden, beside the target, ending in what repositories ignore. Long names are cut: 255 bytes are the limit.
    /// </summary>
    internal static string NewName(string target, FileContentKind kind)
    {
        // Random enough for a name that is made exclusively, and without loading OpenSSL, which would double the start-up of a small write.
        return NameOf(target, kind, KernelRandom.NewName());
    }

    /// <summary>A name of this kind, for asking git whether it ignores such names.</summary>
    internal static string NameOf(string target, FileContentKind kind, string mark)
    {
        var name = target;
        while (Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
        {
            name = name[..(name.Length / 2)];
        }

        return $".{name}.{mark}{(kind == FileContentKind.Plaintext ? PlaintextEnding : PublicEnding)}";
    }

    /// <summary>Whether a name is one of those: a dot, a name, 32 hexadecimal digits of a random number, the ending.</summary>
    internal static bool IsName(ReadOnlySpan<char> name)
    {
        const int Ending = 4, Version = 12, Variant = 16;
        if (name.Length < MarkLength + Ending + 3 || name[0] != '.' || !(name.EndsWith(PlaintextEnding) || name.EndsWith(PublicEnding)))
        {
            return false;
        }

        var mark = name[..^Ending][^MarkLength..];
        return name[^(Ending + MarkLength + 1)] == '.'
            && !mark.ContainsAnyExcept(HexDigits)
            && mark[Version] == '4'
            && mark[Variant] is '8' or '9' or 'a' or 'b';
    }

    /// <summary>
    /// Whether a path is such a file: one that a living process writes at this moment, or one that a
    /// killed process left and the next write in the folder removes. False for links, files of several names and files
    /// of other users, which are never removed.
    /// </summary>
    internal static bool Is(string path)
    {
        if (!IsName(Path.GetFileName(path.AsSpan())))
        {
            return false;
        }

        // What is gone has got its own name by now.
        return !OperatingSystem.IsLinux() || FileStatus.Of(path, followsLink: false, out _) is not { } status
            || (status is { IsRegular: true, Links: 1 } && status.User == AccountCalls.EffectiveUser());
    }

    /// <summary>Whether what lies there under such a name would be plaintext.</summary>
    internal static bool IsPlaintext(string path) => path.EndsWith(PlaintextEnding, StringComparison.Ordinal);

    /// <summary>Locks a file that was just made. False if somebody who clears up was faster: it is, or will be, gone.</summary>
    internal static bool TryHold(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        var number = (int)file.DangerousGetHandle();
        return AdvisoryLock.TryTakeWhole(number) != LockOutcome.Busy && FileStatus.Of(number) is { Links: > 0 };
    }

    /// <summary>The temporary files in a folder that nobody writes any more: own ones, of one name, whose lock is free.</summary>
    [SupportedOSPlatform("linux")]
    internal static IEnumerable<string> AbandonedIn(string folder) =>
        NamesIn(folder).Where(path => Hold(path) is { } held && Release(held));

    /// <summary>Removes those. What cannot be removed stays for the next time.</summary>
    [SupportedOSPlatform("linux")]
    internal static void RemoveAbandonedIn(string folder)
    {
        foreach (var path in NamesIn(folder))
        {
            using var held = Hold(path);
            if (held is null)
            {
                continue;
            }

            if (IsPlaintext(path))
            {
                FolderWiper.Overwrite(held);
            }

            _ = FileCalls.Unlink(path);
        }
    }

    private static List<string> NamesIn(string folder)
    {
        try
        {
            return [.. new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), All)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => IsName(entry.FileName),
            }];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // A folder that cannot be listed shows nothing to clear up.
        }
    }

    /// <summary>
    /// The open file with its lock, if it is one that was left; null if it is in use, another user's, or nothing of ours.
    /// </summary>
    [SupportedOSPlatform("linux")]
    private static SafeFileHandle? Hold(string path)
    {
        if (!LocalStorage.Holds(Path.GetDirectoryName(path)!))
        {
            return null;
        }

        var number = FileCalls.Open(path, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.NoLink);
        if (number < 0)
        {
            return null;
        }

        var file = new SafeFileHandle(number, ownsHandle: true);
        if (FileStatus.Of(number) is { IsRegular: true, Links: 1 } opened && opened.User == AccountCalls.EffectiveUser()
            && AdvisoryLock.TryTakeWhole(number) == LockOutcome.Taken
            && FileStatus.Of(path, followsLink: false, out _) is { } now && now.Identity == opened.Identity)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    private static bool Release(SafeFileHandle held)
    {
        held.Dispose();
        return true;
    }
}
