using System.Runtime.InteropServices;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>The library behind https on Linux.</summary>
internal static class OpenSsl
{
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>Whether it can be loaded, or the system does without.</summary>
    public static bool IsThere => !OperatingSystem.IsLinux() || Names.Any(name => NativeLibrary.TryLoad(name, out _));
}
