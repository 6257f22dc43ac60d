namespace SecretsKit.Core.Secrets;

/// <summary>Collects what is written to it, for plaintext: its memory is wiped when it grows and when it is disposed.</summary>
public sealed class WipedStream : Stream
{
    private readonly WipedBuffer<byte> _buffer = new();

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _buffer.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _buffer.Length;
        set => throw new NotSupportedException();
    }

    /// <summary>What was written, in an array that the caller wipes.</summary>
    public byte[] ToArray() => _buffer.Span.ToArray();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _buffer.Append(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => _buffer.Append(buffer);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _buffer.Dispose();
        base.Dispose(disposing);
    }
}
