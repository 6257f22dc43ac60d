using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>Feeds a named pipe made by <see cref="SecretFolder.MakePipe"/>, so that a program reads plaintext by path and no file ever holds it.</summary>
[UnsupportedOSPlatform("windows")]
public static class NamedPipe
{
    private const int WriteOnly = 1;

    /// <summary>Waits until somebody opens the pipe for reading, writes <paramref name="content"/> once and closes it. A reader that leaves early is no error.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="content">Lent until the task ends.</param>
    /// <param name="cancellationToken">Gives up, usually because the program has ended without reading.</param>
    /// <returns>Whether a reader came.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileUnwritable"/>: the pipe cannot be opened.</exception>
    public static async Task<bool> WriteOnceAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // The anchor leads to the pipe even when a signal has removed its folder in the meantime.
        const int PathOnlyLinux = 0x200000;
        using var anchor = new Descriptor(OperatingSystem.IsLinux() ? FileCalls.Open(path, PathOnlyLinux) : -1);
        var again = anchor.IsOpen ? string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{anchor.Number}") : path;

        // Opening blocks until the other end is opened too, so the way to give up is to open it ourselves until that has happened.
        using var opened = new ManualResetEventSlim();
        using var registration = cancellationToken.UnsafeRegister(_ => Release(again, opened), null);
        return await Task.Factory.StartNew(
            () => !OperatingSystem.IsWindows() && Write(path, content.Span, opened, cancellationToken),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static bool Write(string path, ReadOnlySpan<byte> content, ManualResetEventSlim opened, CancellationToken cancellationToken)
    {
        using var pipe = Open(path, opened);
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        _ = Libc.WriteAll(pipe.Number, content);
        return true;
    }

    private static Descriptor Open(string path, ManualResetEventSlim opened)
    {
        try
        {
            int number;
            while ((number = FileCalls.Open(path, WriteOnly)) < 0)
            {
                if (Marshal.GetLastPInvokeError() is var error && error != Errno.Interrupted)
                {
                    throw FileErrors.Unwritable("open", path, error);
                }
            }

            return new Descriptor(number);
        }
        finally
        {
            opened.Set();
        }
    }

    private static void Release(string path, ManualResetEventSlim opened)
    {
        var number = FileCalls.Open(path, Descriptor.NonBlocking);
        if (number >= 0)
        {
            opened.Wait();
            _ = Libc.Close(number);
        }
    }
}
