using System.Buffers.Binary;

namespace SecretsKit.Core.Ssh;

/// <summary>Reads and writes the binary encoding of SSH (RFC 4251, part 5). Reading copies nothing.</summary>
/// <param name="data">What is read, lent.</param>
public ref struct SshWire(ReadOnlySpan<byte> data)
{
    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = data;

    /// <summary>Reads four bytes, big-endian.</summary>
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

    /// <summary>Reads bytes behind their length.</summary>
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

    /// <summary>Reads a non-negative number, big-endian; leading zeros are left out.</summary>
    public bool TryReadNumber(out ReadOnlySpan<byte> value)
    {
        if (!TryReadString(out value) || (value.Length > 0 && value[0] >= 0x80))
        {
            return false;
        }

        value = value.TrimStart((byte)0);
        return true;
    }

    /// <summary>Appends four bytes, big-endian.</summary>
    public static void WriteUInt32(List<byte> output, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        output.AddRange(bytes);
    }

    /// <summary>Appends bytes behind their length.</summary>
    public static void WriteString(List<byte> output, ReadOnlySpan<byte> value)
    {
        WriteUInt32(output, (uint)value.Length);
        output.AddRange(value);
    }

    /// <summary>Appends a non-negative number given without leading zeros.</summary>
    public static void WriteNumber(List<byte> output, ReadOnlySpan<byte> value) =>
        WriteString(output, value.Length > 0 && value[0] >= 0x80 ? [0, .. value] : value);
}
