using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Terminal;

/// <summary>One question on /dev/tty.</summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe class UnixPrompt
{
    /// <summary>A terminal in line mode hands over 4,095 bytes at most; the rest is for those that pass more.</summary>
    private const int MaxPassphraseBytes = 16 * 1024;

    private const short Readable = 0x1;

    internal static SecretBytes? Ask(TerminalQuestion question, string after, CancellationToken cancellationToken)
    {
        using var terminal = OpenTerminal();
        if (terminal is null)
        {
            return null;
        }

        var descriptor = (int)terminal.DangerousGetHandle();
        var before = new byte[Termios.Size];
        fixed (byte* settings = before)
        {
            if (Termios.Get(descriptor, settings) != 0)
            {
                return null;
            }
        }

        using (new InputMode(descriptor, before, question.Mode))
        {
            // A terminal that takes no prompt will give no answer either.
            if (Libc.WriteAll(descriptor, Encoding.UTF8.GetBytes(DisplayText.SafeLines(question.Text))) != 0)
            {
                return null;
            }

            var answer = question.Mode == AnswerMode.Key
                ? ReadKey(descriptor, question.Keys, cancellationToken)
                : ReadLine(descriptor, cancellationToken);
            _ = Libc.WriteAll(descriptor, Encoding.UTF8.GetBytes(after));
            return answer;
        }
    }

    private static SafeFileHandle? OpenTerminal()
    {
        try
        {
            return File.OpenHandle("/dev/tty", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (IOException)
        {
            return null; // No controlling terminal.
        }
        catch (UnauthorizedAccessException)
        {
            return null; // A terminal of another user, as behind su.
        }
    }

    private static SecretBytes? ReadLine(int descriptor, CancellationToken cancellationToken)
    {
        var line = GC.AllocateUninitializedArray<byte>(MaxPassphraseBytes, pinned: true);
        var (wake, ring) = Descriptor.Pipe();
        try
        {
            using var registration = cancellationToken.UnsafeRegister(static state => Ring((Descriptor)state!), ring);
            var length = 0;
            while (true)
            {
                AwaitInput(descriptor, wake);
                cancellationToken.ThrowIfCancellationRequested();
                nint count;
                fixed (byte* start = line)
                {
                    count = Libc.Read(descriptor, start + length, line.Length - length);
                }

                if (count < 0)
                {
                    if (Marshal.GetLastPInvokeError() == Errno.Interrupted)
                    {
                        continue;
                    }

                    return null; // The terminal hung up.
                }

                var end = line.AsSpan(length, (int)count).IndexOf((byte)'\n');
                length += end >= 0 ? end : (int)count;
                if (end >= 0 || (count == 0 && length > 0))
                {
                    return new SecretBytes(line.AsSpan(0, length));
                }

                if (count == 0)
                {
                    return null;
                }

                if (length == line.Length)
                {
                    throw new SecretsKitException(ErrorCode.LimitExceeded, "the passphrase is too long");
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(line);
            wake.Dispose();
            ring.Dispose();
        }
    }

    private static SecretBytes? ReadKey(int descriptor, string keys, CancellationToken cancellationToken)
    {
        const byte EndOfInput = 4;
        var (wake, ring) = Descriptor.Pipe();
        try
        {
            using var registration = cancellationToken.UnsafeRegister(static state => Ring((Descriptor)state!), ring);
            while (true)
            {
                AwaitInput(descriptor, wake);
                cancellationToken.ThrowIfCancellationRequested();
                byte key;
                var count = Libc.Read(descriptor, &key, 1);
                if (count == 0 || (count < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted) || (count == 1 && key == EndOfInput))
                {
                    return null;
                }

                key = key == (byte)'\r' ? (byte)'\n' : key;
                if (count == 1 && keys.Contains((char)key))
                {
                    return new SecretBytes([key]);
                }
            }
        }
        finally
        {
            wake.Dispose();
            ring.Dispose();
        }
    }

    private static void AwaitInput(int descriptor, Descriptor wake)
    {
        var entries = stackalloc PollEntry[2];
        entries[0] = new() { Descriptor = descriptor, Wanted = Readable };
        entries[1] = new() { Descriptor = wake.Number, Wanted = Readable };
        while (Libc.Poll(entries, 2, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                Errno.Check(-1, "poll");
            }
        }
    }

    private static void Ring(Descriptor ring)
    {
        byte bell = 0;
        _ = Libc.Write(ring.Number, &bell, 1);
    }
}
