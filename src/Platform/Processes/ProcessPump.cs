using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Processes;

/// <summary>Feeds and drains the pipes of one child in a single poll loop until it has ended, then takes its status.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class ProcessPump(int process, Descriptor? input, Descriptor? output, Descriptor? error)
{
    private const short Readable = 0x1;
    private const short Writable = 0x4;

    // A process descriptor wakes the poll when the child ends; where the kernel has none, the loop looks this often.
    private const int StatusCheckMilliseconds = 10;
    private const int SilenceMilliseconds = 1000;
    private int _written;
    private bool _lost;

    internal int Run(ProcessRequest request, CaptureBuffer outputBytes, CaptureBuffer errorBytes, CancellationToken cancellationToken)
    {
        var (wake, ring) = cancellationToken.CanBeCanceled ? Descriptor.Pipe() : default;
        using var child = ProcessDescriptor.Open(process);
        int? status = null;
        try
        {
            // Disposing the registration waits for a running callback, so the bell outlives it.
            using (cancellationToken.UnsafeRegister(static state => Ring((Descriptor)state!), ring))
            {
                CloseIfEmpty(request.Input);
                while (status is null || output is { IsOpen: true } || error is { IsOpen: true })
                {
                    if (!Step(request, outputBytes, errorBytes, wake, child, ref status))
                    {
                        break;
                    }

                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            return status!.Value;
        }
        finally
        {
            if (status is null && !_lost)
            {
                ProcessTree.End(process, child);
            }

            wake?.Dispose();
            ring?.Dispose();
        }
    }

    /// <summary>One wait. False if the child has ended and no process that still holds its pipes writes.</summary>
    private bool Step(
        ProcessRequest request, CaptureBuffer outputBytes, CaptureBuffer errorBytes, Descriptor? wake, Descriptor? child, ref int? status)
    {
        var entries = stackalloc PollEntry[5];
        entries[0] = Watch(wake, Readable);
        entries[1] = Watch(status is null ? child : null, Readable);
        entries[2] = Watch(input, Writable);
        entries[3] = Watch(output, Readable);
        entries[4] = Watch(error, Readable);
        var timeout = status is not null ? SilenceMilliseconds : child is null ? StatusCheckMilliseconds : -1;
        var ready = Libc.Poll(entries, 5, timeout);
        if (ready < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted)
        {
            Errno.Check(ready, "poll");
        }

        if (ready > 0)
        {
            Feed(entries[2].Returned, request.Input.Span);
            Drain(entries[3].Returned, output, outputBytes, request);
            Drain(entries[4].Returned, error, errorBytes, request);
        }

        if (status is null)
        {
            if (child is null || entries[1].Returned != 0)
            {
                status = TakeStatus(request.Program);
            }

            return true;
        }

        return ready != 0;
    }

    private static PollEntry Watch(Descriptor? descriptor, short wanted) =>
        new() { Descriptor = descriptor is { IsOpen: true } ? descriptor.Number : -1, Wanted = wanted };

    private static void Ring(Descriptor ring)
    {
        byte bell = 0;
        _ = Libc.Write(ring.Number, &bell, 1);
    }

    private void CloseIfEmpty(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            input?.Dispose();
        }
    }

    private void Feed(short returned, ReadOnlySpan<byte> bytes)
    {
        if (returned == 0)
        {
            return;
        }

        nint count;
        fixed (byte* start = bytes)
        {
            count = Libc.Write(input!.Number, start + _written, bytes.Length - _written);
        }

        if (count >= 0)
        {
            _written += (int)count;
        }
        else if (Marshal.GetLastPInvokeError() is var number && number != Errno.Again && number != Errno.Interrupted)
        {
            // The child closed its input: it has read what it wants.
            _written = bytes.Length;
        }

        if (_written == bytes.Length)
        {
            input!.Dispose();
        }
    }

    private static void Drain(short returned, Descriptor? from, CaptureBuffer into, ProcessRequest request)
    {
        if (returned == 0)
        {
            return;
        }

        var free = into.FreeSpace();
        nint count;
        fixed (byte* start = free)
        {
            count = Libc.Read(from!.Number, start, free.Length);
        }

        if (count > 0)
        {
            into.Advance((int)count);
            if (into.Length > request.OutputLimit)
            {
                throw new SecretsKitException(
                    ErrorCode.LimitExceeded,
                    string.Create(CultureInfo.InvariantCulture, $"{request.Program} wrote more than {request.OutputLimit} bytes"));
            }
        }
        else if (count == 0 || (Marshal.GetLastPInvokeError() is var number && number != Errno.Again && number != Errno.Interrupted))
        {
            from!.Dispose();
        }
    }

    private int? TakeStatus(string program)
    {
        const int NoHang = 1;
        int status;
        var result = Libc.WaitPid(process, &status, NoHang);
        if (result == process)
        {
            return status;
        }

        if (result < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted)
        {
            _lost = true;
            throw new SecretsKitException(ErrorCode.ProcessFailed, $"the exit status of {program} is lost")
            {
                Hint = "the program that started us ignores SIGCHLD, so the system discards exit statuses",
            };
        }

        return null;
    }
}
