using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>
/// A file without a name, in memory (Linux): plaintext for a child process that wants a path. Hand it over in
/// <see cref="Processes.ProcessRequest.Files"/>; nobody else can open it, and it is gone when the last holder closes it.
/// </summary>
public sealed class MemoryFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private MemoryFile(SafeFileHandle handle) => _handle = handle;

    internal int Number => (int)_handle.DangerousGetHandle();

    /// <summary>Makes a file that holds <paramref name="content"/>. The caller disposes it.</summary>
    /// <param name="label">Shown to other processes of the user by the system, so nothing secret.</param>
    /// <param name="content">Copied.</param>
    [SupportedOSPlatform("linux")]
    public static MemoryFile Create(string label, ReadOnlySpan<byte> content)
    {
        const uint CloseOnExec = 1;
        var number = FileCalls.CreateMemoryFile(label, CloseOnExec);
        if (number < 0)
        {
            throw FileErrors.Unwritable("memfd_create", label, Marshal.GetLastPInvokeError());
        }

        var handle = new SafeFileHandle(number, ownsHandle: true);
        RandomAccess.Write(handle, content, 0);
        return new MemoryFile(handle);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
