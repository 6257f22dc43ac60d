using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http.Sending;

/// <summary>The content of a response: counted, never waited for without end, with typed failures. Not safe for concurrent reads.</summary>
/// <param name="content">Belongs to the response.</param>
/// <param name="start">A failure without its cause.</param>
/// <param name="maxBytes">The limit.</param>
/// <param name="idleTimeout">How long a read may wait.</param>
/// <param name="clock">Measures that.</param>
internal sealed class ResponseStream(Stream content, HttpFailure start, long maxBytes, TimeSpan idleTimeout, TimeProvider clock) : Stream
{
    private CancellationTokenSource? _idle;
    private long _count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The failure of a content that is too large.</summary>
    public static HttpTransportException TooLarge(HttpFailure start, long maxBytes) =>
        new(start with { Kind = HttpFailureKind.ResponseTooLarge, Fault = HttpFault.TooLarge, Limit = maxBytes });

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Renewed for each read, so that the time a caller takes between reads does not count.
        _idle ??= new CancellationTokenSource(idleTimeout, clock);
        _idle.CancelAfter(idleTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _idle.Token);
        try
        {
            var count = await content.ReadAsync(buffer, either.Token);
            _count += count;
            return _count <= maxBytes ? count : throw TooLarge(start, maxBytes);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpTransportException(start with
            {
                Kind = HttpFailureKind.TimedOut,
                Fault = HttpFault.IdleTimeout,
                Allowed = idleTimeout,
            });
        }
        catch (IOException failure)
        {
            throw new HttpTransportException(FailureClassifier.ClassifyReading(failure, start));
        }
        catch (InvalidDataException)
        {
            throw new HttpTransportException(start with { Fault = HttpFault.ContentUnreadable });
        }
        finally
        {
            _idle?.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read without blocking");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _idle?.Dispose();
            _idle = null;
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
