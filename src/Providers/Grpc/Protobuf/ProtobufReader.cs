using System.Text;

namespace SecretsKit.Providers.Grpc.Protobuf;

/// <summary>How a field of protobuf is written.</summary>
public enum ProtobufWireType
{
    /// <summary>A number of one to ten bytes.</summary>
    Varint = 0,

    /// <summary>Eight bytes.</summary>
    Fixed64 = 1,

    /// <summary>A length and so many bytes: text, bytes, a message.</summary>
    Length = 2,

    /// <summary>Four bytes.</summary>
    Fixed32 = 5,
}

/// <summary>
/// Reads the fields of a message of protobuf, in their order; groups, which no message here has, are malformed. Nothing is copied: values
/// are lent from the message.
/// </summary>
/// <param name="message">The message.</param>
public ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    /// <summary>Bits of the wire type in a tag.</summary>
    public const int WireTypeBits = 3;

    private const int MaxVarintBytes = 10;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field that was read.</summary>
    public int Field { get; private set; }

    /// <summary>How it is written.</summary>
    public ProtobufWireType Type { get; private set; }

    /// <summary>Its bytes, if it has a length; else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its number, if it is a varint; else 0.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes as UTF-8; what is not UTF-8 becomes the replacement character.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Whether the message broke off, or is no message: reading has ended then.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Reads the next field; false at the end, and where the message is malformed.</summary>
    public bool Read()
    {
        if (_rest.IsEmpty || IsMalformed)
        {
            return false;
        }

        Bytes = default;
        Number = 0;
        if (!TryVarint(out var tag) || tag >> WireTypeBits is 0 or > int.MaxValue)
        {
            return Malformed();
        }

        Field = (int)(tag >> WireTypeBits);
        Type = (ProtobufWireType)(tag & ((1 << WireTypeBits) - 1));
        switch (Type)
        {
            case ProtobufWireType.Varint:
                if (TryVarint(out var number))
                {
                    Number = number;
                    return true;
                }

                return Malformed();
            case ProtobufWireType.Fixed64:
                return TrySkip(sizeof(ulong)) || Malformed();
            case ProtobufWireType.Fixed32:
                return TrySkip(sizeof(uint)) || Malformed();
            case ProtobufWireType.Length when TryVarint(out var length) && length <= (ulong)_rest.Length:
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            default:
                return Malformed();
        }
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }

    private bool TrySkip(int count)
    {
        if (_rest.Length < count)
        {
            return false;
        }

        _rest = _rest[count..];
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var at = 0; at < Math.Min(_rest.Length, MaxVarintBytes); at++)
        {
            value |= (ulong)(_rest[at] & 0x7f) << (7 * at);
            if ((_rest[at] & 0x80) == 0)
            {
                _rest = _rest[(at + 1)..];
                return true;
            }
        }

        return false;
    }
}
