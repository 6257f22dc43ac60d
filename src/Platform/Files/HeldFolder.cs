using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>
/// A new folder of this user alone (0700) with the kernel's lock on it, which lasts as long as this
/// process, or a program that got the descriptor, has it open: the lock distinguishes a folder in use from one that a killed process left.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class HeldFolder : IDisposable
{
    /// <summary>Is part of each name, so that folders of other programs are never taken for ours, whatever they begin with.</summary>
    private const string Mark = "held";

    private const int RandomLetters = 6;
    private const int MostNames = 5;
    private readonly Descriptor _descriptor;

    private HeldFolder(string path, Descriptor descriptor) => (Path, _descriptor) = (path, descriptor);

    /// <summary>Absolute.</summary>
    internal string Path { get; }

    /// <summary>The open folder; a copy of it in another process holds the folder, too.</summary>
    internal int Number => _descriptor.Number;

    /// <summary>
    /// Makes a folder in another; null with the error in <see cref="Marshal.GetLastPInvokeError"/> if that is not possible.
    /// </summary>
    internal static HeldFolder? TryMake(string parent, string prefix)
    {
        for (var tries = 0; tries < MostNames; tries++)
        {
            if (MakePrivate(System.IO.Path.Combine(parent, prefix + Mark)) is not { } path)
            {
                return null;
            }

            var descriptor = new Descriptor(FileCalls.Open(path, OpenFlags.FolderOnly | OpenFlags.NoLink));

            // Between the two steps somebody who clears up may have taken it for left: it is empty, and another is made.
            if (descriptor.IsOpen && AdvisoryLock.TryTake(descriptor.Number) != LockOutcome.Busy && IsStill(path, descriptor.Number))
            {
                return new HeldFolder(path, descriptor);
            }

            descriptor.Dispose();
        }

        Marshal.SetLastPInvokeError(Errno.Busy);
        return null;
    }

    /// <summary>Removes the folders in another that killed processes left. What cannot be removed stays for the next time.</summary>
    [SupportedOSPlatform("linux")]
    internal static void RemoveAbandonedIn(string parent)
    {
        foreach (var path in NamesIn(parent))
        {
            using var held = Hold(path);
            if (held is not null)
            {
                _ = FolderWiper.Remove(path);
            }
        }
    }

    /// <summary>Those folders.</summary>
    [SupportedOSPlatform("linux")]
    internal static IEnumerable<string> AbandonedIn(string parent)
    {
        foreach (var path in NamesIn(parent))
        {
            using var held = Hold(path);
            if (held is not null)
            {
                yield return path;
            }
        }
    }

    /// <summary>Releases it. The folder stays.</summary>
    public void Dispose() => _descriptor.Dispose();

    private static unsafe string? MakePrivate(string start)
    {
        var template = Encoding.UTF8.GetBytes(start + new string('X', RandomLetters) + "\0");
        fixed (byte* first = template)
        {
            return FileCalls.MakePrivateFolder(first) == null ? null : Encoding.UTF8.GetString(template.AsSpan(0, template.Length - 1));
        }
    }

    /// <summary>
    /// Names are looked at only where nobody else can put another folder in the place of one between a look and a removal.
    /// </summary>
    private static IEnumerable<string> NamesIn(string parent)
    {
        if (!LocalStorage.Holds(parent) || FileOwner.Of(parent, followsLink: true) is not { } owner
            || (owner.User != 0 && owner.User != FileOwner.CurrentUser) || owner.IsWritableByAll || owner.IsWritableByGroup)
        {
            return [];
        }

        try
        {
            return [.. Directory.EnumerateDirectories(parent, "*" + Mark + "*").Where(path => IsName(System.IO.Path.GetFileName(path)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // A folder that cannot be listed shows nothing to clear up.
        }
    }

    private static bool IsName(string name) =>
        name.Length > RandomLetters + Mark.Length
        && name.AsSpan(0, name.Length - RandomLetters).EndsWith(Mark)
        && name[^RandomLetters..].All(char.IsAsciiLetterOrDigit)
        && SecretFolder.Prefixes.Contains(name[..^(RandomLetters + Mark.Length)]);

    [SupportedOSPlatform("linux")]
    private static Descriptor? Hold(string path)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var descriptor = new Descriptor(FileCalls.Open(path, OpenFlags.FolderOnly | OpenFlags.NoLink));
        if (descriptor.IsOpen
            && FileStatus.Of(descriptor.Number) is { IsFolder: true, Permissions: Private } opened
            && opened.User == FileOwner.CurrentUser
            && AdvisoryLock.TryTake(descriptor.Number) == LockOutcome.Taken && IsStill(path, descriptor.Number))
        {
            return descriptor;
        }

        descriptor.Dispose();
        return null;
    }

    private static bool IsStill(string path, int descriptor) =>
        FileStatus.Of(path, followsLink: false, out _) is { } now
            && FileStatus.Of(descriptor) is { } opened
            && now.Identity == opened.Identity;
}
