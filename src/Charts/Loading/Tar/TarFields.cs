using System.Text;

namespace SecretsKit.Charts.Loading.Tar;

/// <summary>The fields of a header block of 512 bytes: V7, USTAR, and GNU's.</summary>
internal static class TarFields
{
    // Of the year 9999.
    private const long LastSecond = 253_402_300_799;

    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;

    /// <summary>Whether the checksum is right; old programs added signed bytes.</summary>
    public static bool HasRightChecksum(ReadOnlySpan<byte> block)
    {
        long unsigned = 0, signed = 0;
        for (var i = 0; i < block.Length; i++)
        {
            var b = i is >= ChecksumAt and < ChecksumAt + ChecksumLength ? (byte)' ' : block[i];
            unsigned += b;
            signed += (sbyte)b;
        }

        return Number(block.Slice(ChecksumAt, ChecksumLength)) is { } written && (written == unsigned || written == signed);
    }

    /// <summary>The header as the block alone has it; null if the size makes no sense.</summary>
    public static TarHeader? Parse(ReadOnlySpan<byte> block)
    {
        if (Number(block.Slice(124, 12)) is not { } size)
        {
            return null;
        }

        var name = Text(block[..100]);
        var prefix = block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(block.Slice(345, 155)) : "";
        var time = Number(block.Slice(136, 12)) is { } seconds and <= LastSecond ? seconds : 0;
        return new(prefix.Length > 0 ? $"{prefix}/{name}" : name, (char)block[156], size, time);
    }

    /// <summary>The text of a field up to its first NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // Octal digits between blanks, or from the first bit on a number of base 256; null for others and negative ones.
    private static long? Number(ReadOnlySpan<byte> field)
    {
        var number = 0L;
        if ((field[0] & 0x80) != 0)
        {
            for (var i = 0; i < field.Length; i++)
            {
                var b = i == 0 ? field[0] & 0x7F : field[i];
                if (number >> 55 != 0 || (field[0] & 0x40) != 0)
                {
                    return null;
                }

                number = (number << 8) | (uint)b;
            }

            return number;
        }

        foreach (var b in field.Trim(" \0"u8))
        {
            // What is behind a NUL does not count.
            if (b == 0)
            {
                break;
            }

            if (b is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            number = (number << 3) | (uint)(b - '0');
        }

        return number;
    }
}
