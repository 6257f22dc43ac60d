using System.Security.Cryptography;

namespace SecretsKit.Platform.Terminal;

/// <summary>
/// Gathers small writes to a stream, such as standard output. What was gathered may be plaintext, so it is wiped as soon as it is written.
/// Not safe for concurrent use.
/// </summary>
/// <param name="stream">Where to. Disposed with this.</param>
public sealed class BufferedOutputStream(Stream stream) : WriteOnlyStream
{
    private const int Size = 64 * 1024;

    private byte[]? _buffer;
    private int _used;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > Size - _used)
        {
            WriteGathered();
        }

        if (buffer.Length >= Size)
        {
            stream.Write(buffer);
            return;
        }

        _buffer ??= GC.AllocateUninitializedArray<byte>(Size, pinned: true);
        buffer.CopyTo(_buffer.AsSpan(_used));
        _used += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        WriteGathered();
        stream.Flush();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Flush();
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteGathered()
    {
        if (_used == 0)
        {
            return;
        }

        var gathered = _buffer.AsSpan(0, _used);
        _used = 0;
        try
        {
            stream.Write(gathered);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(gathered);
        }
    }
}
