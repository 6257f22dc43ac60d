using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>
/// Terminal settings as the C library's opaque bytes. The one field that we change, the local
/// flags, is a word of 4 bytes behind three others on Linux and of 8 bytes on macOS; the flag values
/// are those of the systems' <c>termios.h</c>.
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

    private static uint Signals => OperatingSystem.IsMacOS() ? 0x80u : 0x1u;

    private static uint LineMode => OperatingSystem.IsMacOS() ? 0x100u : 0x2u;

    private static uint EchoNewline => OperatingSystem.IsMacOS() ? 0x10u : 0x40u;

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int Get(int descriptor, byte* settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int Set(int descriptor, int when, byte* settings);

    /// <summary>Line mode with signals, without echo except of the line's end.</summary>
    internal static void HideInput(byte* settings) => Change(settings, remove: Echo, add: EchoNewline | Signals | LineMode);

    /// <summary>Line mode with signals and echo.</summary>
    internal static void ShowInput(byte* settings) => Change(settings, remove: 0, add: Echo | Signals | LineMode);

    /// <summary>
    /// Each key at once, without echo, with signals. How many bytes a read waits for is one by default and is not touched.
    /// </summary>
    internal static void TakeKeys(byte* settings) => Change(settings, remove: Echo | EchoNewline | LineMode, add: Signals);

    private static void Change(byte* settings, uint remove, uint add)
    {
        if (OperatingSystem.IsMacOS())
        {
            var flags = (ulong*)settings + 3;
            *flags = (*flags & ~(ulong)remove) | add;
        }
        else
        {
            var flags = (uint*)settings + 3;
            *flags = (*flags & ~remove) | add;
        }
    }
}
