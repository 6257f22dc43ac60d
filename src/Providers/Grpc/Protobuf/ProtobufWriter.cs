using System.Text;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Providers.Grpc.Protobuf;

/// <summary>
/// Writes the fields of a message of protobuf, in the order of calls. Texts and bytes that are empty are not written, as proto3 wants it.
/// The buffer is pinned, and wiped by disposal.
/// </summary>
internal sealed class ProtobufWriter : IDisposable
{
    private readonly WipedBuffer<byte> _buffer = new();

    /// <summary>The message so far, lent until the next change.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.GetWritten();

    /// <summary>A field of text.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A field of bytes.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value) => value.IsEmpty ? this : Message(field, value);

    /// <summary>A field that is a message; an empty one is written too.</summary>
    public ProtobufWriter Message(int field, ReadOnlySpan<byte> message)
    {
        Varint(((ulong)field << ProtobufReader.WireTypeBits) | (uint)ProtobufWireType.Length);
        Varint((ulong)message.Length);
        _buffer.Append(message);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private void Varint(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            _buffer.Append((byte)(value | 0x80));
        }

        _buffer.Append((byte)value);
    }
}
