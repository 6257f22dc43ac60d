using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>
/// Terminal settings as the C library's opaque bytes. The one field that we change, the local flags, is a word of 4 bytes behind three others
/// on Linux and of 8 bytes on macOS; the flag values are those of the systems' <c>termios.h</c>.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class Termios
{
    /// <summary>Larger than any <c>struct termios</c> (60 bytes on Linux, 72 on macOS).</summary>
    internal const int Size = 128;

    /// <summary>TCSANOW.</summary>
    internal const int SetNow = 0;

    /// <summary>TCSAFLUSH: waits for output, drops input that was typed before the prompt.</summary>
    internal const int SetAndFlush = 2;

    private const uint Echo = 0x8;

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int Get(int descriptor, byte* settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int Set(int descriptor, int when, byte* settings);

    /// <summary>Line mode with signals, without echo except of the line's end.</summary>
    internal static void HideInput(byte* settings)
    {
        if (OperatingSystem.IsMacOS())
        {
            const ulong EchoNewlineMac = 0x10;
            const ulong SignalsMac = 0x80;
            const ulong LineModeMac = 0x100;
            var flags = (ulong*)settings + 3;
            *flags = (*flags & ~(ulong)Echo) | EchoNewlineMac | SignalsMac | LineModeMac;
        }
        else
        {
            const uint Signals = 0x1;
            const uint LineMode = 0x2;
            const uint EchoNewline = 0x40;
            var flags = (uint*)settings + 3;
            *flags = (*flags & ~Echo) | EchoNewline | Signals | LineMode;
        }
    }
}
