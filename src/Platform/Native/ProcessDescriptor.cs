using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>A descriptor that becomes readable when a process ends (Linux 5.3).</summary>
[UnsupportedOSPlatform("windows")]
internal static class ProcessDescriptor
{
    private const nint PidFileOpen = 434;

    /// <summary>Null where the kernel, or a sandbox around us, does not offer it.</summary>
    internal static Descriptor? Open(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var number = (int)Libc.SystemCall(PidFileOpen, process, 0);
        return number < 0 ? null : new Descriptor(number);
    }
}
