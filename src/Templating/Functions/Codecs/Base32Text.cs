using System.Buffers;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Codecs;

/// <summary>Reads base 32 (RFC 4648) with Go's error positions, which do not count line breaks.</summary>
internal static class Base32Text
{
    private const int Quantum = Base32.GroupLength;

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

                var digit = Base32.Alphabet.IndexOf(c);
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
