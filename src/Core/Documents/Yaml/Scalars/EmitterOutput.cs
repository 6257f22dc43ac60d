using System.Buffers;
using System.Security.Cryptography;

namespace SecretsKit.Core.Documents.Yaml.Scalars;

/// <summary>Gathers short pieces of text before they go on to a writer. Used by one emitter; disposed by it.</summary>
/// <param name="writer">Lent.</param>
public sealed class EmitterOutput(IBufferWriter<byte> writer) : IDisposable
{
    private const int Length = 16 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Length);
    private int _used;
    private int _written;

    /// <summary>Adds text.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > _buffer.Length - _used)
        {
            Flush();
            if (text.Length > _buffer.Length)
            {
                writer.Write(text);
                return;
            }
        }

        text.CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
    }

    /// <summary>Adds one byte.</summary>
    public void Append(byte c)
    {
        if (_used == _buffer.Length)
        {
            Flush();
        }

        _buffer[_used++] = c;
    }

    /// <summary>Hands over what is gathered.</summary>
    public void Flush()
    {
        writer.Write(_buffer.AsSpan(0, _used));
        _written = Math.Max(_written, _used);
        _used = 0;
    }

    // What was used of the buffer has held values, which may be secret.
    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, Math.Max(_written, _used)));
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
