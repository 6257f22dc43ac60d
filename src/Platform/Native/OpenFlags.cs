using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Native;

/// <summary>Flags of <c>open(2)</c>, whose numbers differ between systems and, on Linux, between processors.</summary>
internal static class OpenFlags
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int ReadWrite = 2;

    /// <summary>Fails for anything but a folder.</summary>
    internal static int FolderOnly => OperatingSystem.IsMacOS() ? 0x100000 : IsArm ? 0x4000 : 0x10000;

    /// <summary>Fails for a symbolic link.</summary>
    internal static int NoLink => OperatingSystem.IsMacOS() ? 0x100 : IsArm ? 0x8000 : 0x20000;

    /// <summary>Does not wait for the other end of a pipe.</summary>
    internal static int NonBlocking => OperatingSystem.IsLinux() ? 0x800 : 0x4;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
}
