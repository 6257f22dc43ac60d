using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Native;

/// <summary>What a standard stream is connected to.</summary>
internal static unsafe partial class TerminalQueries
{
    internal static bool IsTerminal(int stream)
    {
        if (OperatingSystem.IsWindows())
        {
            const int FirstHandle = -10;
            return GetConsoleMode(GetStdHandle(FirstHandle - stream), out _) != 0;
        }

        return IsTty(stream) == 1;
    }

    /// <summary>Columns, or null if the terminal does not say.</summary>
    internal static int? Columns(int stream)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        const uint WindowSizeLinux = 0x5413;
        const uint WindowSizeApple = 0x40087468;
        var size = stackalloc ushort[4];
        var request = OperatingSystem.IsMacOS() ? WindowSizeApple : WindowSizeLinux;
        var result = OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? ControlOnStack(stream, request, 0, 0, 0, 0, 0, 0, size)
            : Control(stream, request, size);
        return result == 0 && size[1] > 0 ? size[1] : null;
    }

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsTty(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, void* argument);

    // Variadic: see Descriptor for why six idle arguments stand before it.
    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int ControlOnStack(
        int descriptor, nuint request, nint a, nint b, nint c, nint d, nint e, nint f, void* argument);

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int number);

    [LibraryImport("kernel32")]
    private static partial int GetConsoleMode(nint console, out uint mode);
}
