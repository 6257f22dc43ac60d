using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Files;

/// <summary>Carries access control lists, labels and user attributes of a file over to its replacement (Linux).</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class ExtendedAttributes
{
    private const string AccessList = "system.posix_acl_access";

    /// <summary>
    /// An access list that cannot be carried over is an error, because the new file could be open to more people; the others are not.
    /// </summary>
    internal static void Copy(string from, SafeFileHandle to, string shownPath)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var name in Names(from))
        {
            var size = Get(from, name, null, 0);
            if (size < 0)
            {
                continue;
            }

            var value = new byte[size];
            fixed (byte* start = value)
            {
                var read = Get(from, name, start, (nuint)value.Length);
                if ((read < 0 || Set(to, name, start, (nuint)read, 0) != 0) && name == AccessList)
                {
                    throw new SecretsKitException(
                        ErrorCode.FileUnwritable, $"cannot replace {shownPath}: its access control list cannot be kept")
                    {
                        Cause = new FileCause(FileFault.NotReplaceable, shownPath),
                        Hint = Replacement.InPlaceAdvice + ", which keeps it",
                    };
                }
            }
        }
    }

    private static string[] Names(string path)
    {
        var size = List(path, null, 0);
        if (size <= 0)
        {
            return [];
        }

        var names = new byte[size];
        fixed (byte* start = names)
        {
            var read = List(path, start, (nuint)names.Length);
            return read <= 0 ? [] : Encoding.UTF8.GetString(names.AsSpan(0, (int)read)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    [LibraryImport("libc", EntryPoint = "listxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint List(string path, byte* names, nuint size);

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(string path, string name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "fsetxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(SafeFileHandle file, string name, byte* value, nuint size, int flags);
}
