using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Processes;

/// <summary>A dialogue over the pipes of one child.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixDialogue(UnixProcess process) : IProcessDialogue
{
    private const short Readable = 0x1;
    private const short Writable = 0x4;
    private const int FarewellMilliseconds = 1000;
    private const int StepMilliseconds = 10;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        new(Task.Run(() => Write(bytes, cancellationToken), CancellationToken.None));

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        new(Task.Run(() => Read(buffer, cancellationToken), CancellationToken.None));

    public ValueTask DisposeAsync()
    {
        process.Dispose();
        return new(Task.Run(() => End(process.Number), CancellationToken.None));
    }

    private unsafe void Write(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            Await(process.Input!, Writable, cancellationToken);
            nint count;
            fixed (byte* start = bytes.Span)
            {
                count = Libc.Write(process.Input!.Number, start, bytes.Length);
            }

            if (count < 0 && Marshal.GetLastPInvokeError() is var error && error != Errno.Again && error != Errno.Interrupted)
            {
                return;
            }

            bytes = bytes[(int)Math.Max(0, count)..];
        }
    }

    private unsafe int Read(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Await(process.Output!, Readable, cancellationToken);
            nint count;
            fixed (byte* start = buffer.Span)
            {
                count = Libc.Read(process.Output!.Number, start, buffer.Length);
            }

            if (count >= 0)
            {
                return (int)count;
            }

            if (Marshal.GetLastPInvokeError() is var error && error != Errno.Again && error != Errno.Interrupted)
            {
                return 0;
            }
        }
    }

    private static unsafe void Await(Descriptor descriptor, short wanted, CancellationToken cancellationToken)
    {
        var (wake, ring) = Descriptor.Pipe();
        try
        {
            using var registration = cancellationToken.UnsafeRegister(static state => Ring((Descriptor)state!), ring);
            var entries = stackalloc PollEntry[2];
            entries[0] = new() { Descriptor = descriptor.Number, Wanted = wanted };
            entries[1] = new() { Descriptor = wake.Number, Wanted = Readable };
            while (Libc.Poll(entries, 2, -1) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
                {
                    Errno.Check(-1, "poll");
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            wake.Dispose();
            ring.Dispose();
        }
    }

    private static unsafe void End(int number)
    {
        const int NoHang = 1;
        using var child = ProcessDescriptor.Open(number);
        var entry = new PollEntry { Descriptor = child?.Number ?? -1, Wanted = Readable };
        for (var waited = 0; waited < FarewellMilliseconds; waited += StepMilliseconds)
        {
            _ = Libc.Poll(&entry, 1, StepMilliseconds);
            int status;
            var result = Libc.WaitPid(number, &status, NoHang);
            if (result == number || (result < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted))
            {
                return;
            }
        }

        ProcessTree.End(number, child);
    }

    private static unsafe void Ring(Descriptor ring)
    {
        byte bell = 0;
        _ = Libc.Write(ring.Number, &bell, 1);
    }
}
