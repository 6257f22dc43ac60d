using System.Globalization;
using System.Runtime.InteropServices;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Native;

/// <summary>Error numbers that we branch on, and their texts as Go has them.</summary>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int InputOutput = 5;
    internal const int NoSuchDevice = 6;
    internal const int TooBig = 7;
    internal const int ExecFormat = 8;
    internal const int BadDescriptor = 9;
    internal const int NoMemory = 12;
    internal const int AccessDenied = 13;
    internal const int Busy = 16;
    internal const int Exists = 17;
    internal const int CrossDevice = 18;
    internal const int NotDirectory = 20;
    internal const int IsDirectory = 21;
    internal const int Invalid = 22;
    internal const int TooManyFiles = 24;
    internal const int TextBusy = 26;
    internal const int FileTooLarge = 27;
    internal const int NoSpace = 28;
    internal const int ReadOnly = 30;
    internal const int BrokenPipe = 32;

    internal static int Again => OperatingSystem.IsLinux() ? 11 : 35;

    internal static int NameTooLong => OperatingSystem.IsLinux() ? 36 : 63;

    internal static int Loop => OperatingSystem.IsLinux() ? 40 : 62;

    internal static int Quota => OperatingSystem.IsLinux() ? 122 : 69;

    /// <summary>Throws for a call that fails only when the machine is out of something.</summary>
    internal static void Check(int result, string call)
    {
        if (result < 0)
        {
            throw new SecretsKitException(ErrorCode.General, $"{call}: {Describe(Marshal.GetLastPInvokeError())}");
        }
    }

    internal static string Describe(int error) => error switch
    {
        NotPermitted => "operation not permitted",
        NoEntry => "no such file or directory",
        InputOutput => "input/output error",
        NoSuchDevice => "no such device or address",
        TooBig => "argument list too long",
        ExecFormat => "exec format error",
        BadDescriptor => "bad file descriptor",
        NoMemory => "cannot allocate memory",
        AccessDenied => "permission denied",
        Busy => "device or resource busy",
        Exists => "file exists",
        CrossDevice => "invalid cross-device link",
        NotDirectory => "not a directory",
        IsDirectory => "is a directory",
        Invalid => "invalid argument",
        TooManyFiles => "too many open files",
        TextBusy => "text file busy",
        FileTooLarge => "file too large",
        NoSpace => "no space left on device",
        ReadOnly => "read-only file system",
        BrokenPipe => "broken pipe",
        _ when error == Again => "resource temporarily unavailable",
        _ when error == NameTooLong => "file name too long",
        _ when error == Loop => "too many levels of symbolic links",
        _ when error == Quota => "disk quota exceeded",
        _ => string.Create(CultureInfo.InvariantCulture, $"errno {error}"),
    };
}
