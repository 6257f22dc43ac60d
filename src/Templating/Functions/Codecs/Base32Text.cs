using System.Buffers;

namespace SecretsKit.Templating.Functions.Codecs;

/// <summary>Base 32 (RFC 4648) with Go's error positions, which do not count line breaks.</summary>
internal static class Base32Text
{
    private const int Quantum = 8;

    private static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8;

    /// <summary>The standard alphabet, padded.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var text = new byte[(data.Length + 4) / 5 * Quantum];
        text.AsSpan().Fill((byte)'=');
        for (var i = 0; i * 5 < data.Length * 8; i++)
        {
            var bit = i * 5;
            var pair = (data[bit / 8] << 8) | ((bit / 8) + 1 < data.Length ? data[(bit / 8) + 1] : 0);
            text[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
        }

        return text;
    }

    /// <summary>The bytes, or null and the offset that Go's message names.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text, out int error)
    {
        var rest = text.ToArray().Where(c => c is not ((byte)'\n' or (byte)'\r')).ToArray().AsSpan();
        var length = rest.Length;
        var output = new ArrayBufferWriter<byte>((length / Quantum * 5) + 5);
        error = 0;
        while (!rest.IsEmpty)
        {
            var bits = 0UL;
            var count = 0;
            while (count < Quantum)
            {
                if (rest.IsEmpty)
                {
                    error = length - count;
                    return null;
                }

                var c = rest[0];
                rest = rest[1..];
                if (c == '=' && count >= 2 && rest.Length < Quantum)
                {
                    error = PaddingError(rest, count, length);
                    if (error >= 0)
                    {
                        return null;
                    }

                    Write(output, bits << (5 * (Quantum - count)), count * 5 / 8);
                    return output.WrittenSpan.ToArray();
                }

                var digit = Alphabet.IndexOf(c);
                if (digit < 0)
                {
                    error = length - rest.Length - 1;
                    return null;
                }

                bits = (bits << 5) | (uint)digit;
                count++;
            }

            Write(output, bits, 5);
        }

        return output.WrittenSpan.ToArray();
    }

    private static int PaddingError(ReadOnlySpan<byte> rest, int count, int length)
    {
        if (rest.Length + count < Quantum - 1)
        {
            return length;
        }

        for (var i = 0; i < Math.Min(Quantum - 1 - count, rest.Length); i++)
        {
            if (rest[i] != '=')
            {
                return length - rest.Length + i - 1;
            }
        }

        return count is 1 or 3 or 6 ? length - rest.Length - 1 : -1;
    }

    private static void Write(ArrayBufferWriter<byte> output, ulong bits, int count)
    {
        for (var i = 0; i < count; i++)
        {
            output.Write([(byte)(bits >> (32 - (8 * i)))]);
        }
    }
}
