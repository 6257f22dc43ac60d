using System.Buffers.Binary;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>Reads the binary encoding of SSH (RFC 4251, part 5). Nothing is copied.</summary>
internal ref struct SshWire(ReadOnlySpan<byte> data)
{
    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = data;

    public bool TryReadUInt32(out uint value)
    {
        value = 0;
        if (!BinaryPrimitives.TryReadUInt32BigEndian(Rest, out value))
        {
            return false;
        }

        Rest = Rest[4..];
        return true;
    }

    public bool TryReadString(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadUInt32(out var length) || length > (uint)Rest.Length)
        {
            return false;
        }

        value = Rest[..(int)length];
        Rest = Rest[(int)length..];
        return true;
    }

    /// <summary>A non-negative number, big-endian, without leading zeros.</summary>
    public bool TryReadNumber(out ReadOnlySpan<byte> value)
    {
        if (!TryReadString(out value) || (value.Length > 0 && value[0] >= 0x80))
        {
            return false;
        }

        value = value.TrimStart((byte)0);
        return true;
    }

    /// <summary>Appends a string.</summary>
    public static void WriteString(List<byte> output, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        output.AddRange(length);
        output.AddRange(value);
    }

    /// <summary>Appends a non-negative number given without leading zeros.</summary>
    public static void WriteNumber(List<byte> output, ReadOnlySpan<byte> value) =>
        WriteString(output, value.Length > 0 && value[0] >= 0x80 ? [0, .. value] : value);
}
