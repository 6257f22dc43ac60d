using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SecretsKit.Platform.Native;

/// <summary>
/// A file descriptor of ours, closed once. Not shared between threads, unlike a safe handle, and thus as cheap as the number.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Descriptor(int number) : IDisposable
{
    private const int SetFlags = 2;
    private const int SetStatus = 4;
    private const int CloseOnExec = 1;

    internal static int NonBlocking => OperatingSystem.IsLinux() ? 0x800 : 0x4;

    internal int Number { get; private set; } = number;

    internal bool IsOpen => Number >= 0;

    /// <summary>A pipe whose ends do not reach children by themselves.</summary>
    internal static unsafe (Descriptor Read, Descriptor Write) Pipe()
    {
        const int CloseOnExecLinux = 0x80000;
        var pair = stackalloc int[2];
        if (OperatingSystem.IsLinux())
        {
            Errno.Check(Libc.Pipe2(pair, CloseOnExecLinux), "pipe2");
            return (new Descriptor(pair[0]), new Descriptor(pair[1]));
        }

        Errno.Check(Libc.Pipe(pair), "pipe");
        var (read, write) = (new Descriptor(pair[0]), new Descriptor(pair[1]));
        read.Control(SetFlags, CloseOnExec);
        write.Control(SetFlags, CloseOnExec);
        return (read, write);
    }

    /// <summary>Another number for the same open file, not below <paramref name="atLeast"/>.</summary>
    internal static Descriptor Duplicate(int number, int atLeast)
    {
        const int DuplicateCloseOnExecLinux = 1030;
        var copy = Libc.Fcntl(number, DuplicateCloseOnExecLinux, atLeast);
        Errno.Check(copy, "fcntl");
        return new Descriptor(copy);
    }

    internal void MakeNonBlocking() => Control(SetStatus, NonBlocking);

    /// <summary>
    /// fcntl is variadic, and Apple's arm64 passes such arguments on the stack: six idle ones fill the registers before it.
    /// </summary>
    private void Control(int command, nint argument) => Errno.Check(
        OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? Libc.FcntlOnStack(Number, command, 0, 0, 0, 0, 0, 0, argument)
            : Libc.Fcntl(Number, command, argument),
        "fcntl");

    public void Dispose()
    {
        if (IsOpen)
        {
            // The result says nothing that one could act upon: on Linux the descriptor is gone even when it fails.
            _ = Libc.Close(Number);
            Number = -1;
        }
    }
}
