using System.Buffers.Binary;
using System.Text;

namespace SecretsKit.Agent.Telemetry;

/// <summary>
/// Writes a message of protobuf, with messages in it in place. Unlike the writer of key services it is not pinned and not wiped: there is
/// no secret in telemetry, and there is much of it.
/// </summary>
internal sealed class OtlpMessage
{
    private const int Varint = 0;
    private const int Eight = 1;
    private const int Lengthy = 2;
    private const int Four = 5;

    private byte[] _bytes = new byte[512];

    /// <summary>How many bytes it has.</summary>
    public int Length { get; private set; }

    /// <summary>The message so far, lent until the next change.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>A text; one that is empty is left out.</summary>
    public void Text(int field, string value)
    {
        if (value.Length > 0)
        {
            var mark = Begin(field);
            Length += Encoding.UTF8.GetBytes(value, Room(Encoding.UTF8.GetMaxByteCount(value.Length)));
            End(mark);
        }
    }

    /// <summary>Bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        var mark = Begin(field);
        Append(value);
        End(mark);
    }

    /// <summary>What was written elsewhere, as it is.</summary>
    public void Append(ReadOnlySpan<byte> written)
    {
        written.CopyTo(Room(written.Length));
        Length += written.Length;
    }

    /// <summary>A number of one to ten bytes.</summary>
    public void Number(int field, ulong value)
    {
        Tag(field, Varint);
        Write(value);
    }

    /// <summary>A number of eight bytes.</summary>
    public void Fixed(int field, ulong value)
    {
        Tag(field, Eight);
        Fixed(value);
    }

    /// <summary>Eight bytes without a field, for packed lists.</summary>
    public void Fixed(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);
        Length += sizeof(ulong);
    }

    /// <summary>A number of four bytes.</summary>
    public void Short(int field, uint value)
    {
        Tag(field, Four);
        BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);
        Length += sizeof(uint);
    }

    /// <summary>A number with a point.</summary>
    public void Double(int field, double value) => Fixed(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Begins a message in this one.</summary>
    /// <returns>What <see cref="End"/> wants.</returns>
    public int Begin(int field)
    {
        Tag(field, Lengthy);
        return Length;
    }

    /// <summary>Ends it: its length goes before it.</summary>
    public void End(int mark)
    {
        var content = Length - mark;
        Write((ulong)content);
        var size = Length - mark - content;
        Span<byte> length = stackalloc byte[10];
        _bytes.AsSpan(mark + content, size).CopyTo(length);
        _bytes.AsSpan(mark, content).CopyTo(_bytes.AsSpan(mark + size));
        length[..size].CopyTo(_bytes.AsSpan(mark));
    }

    private void Tag(int field, int type) => Write(((ulong)field << 3) | (uint)type);

    private void Write(ulong value)
    {
        var room = Room(10);
        var count = 0;
        for (; value > 0x7f; value >>= 7)
        {
            room[count++] = (byte)(value | 0x80);
        }

        room[count++] = (byte)value;
        Length += count;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }
}
