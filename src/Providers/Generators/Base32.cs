using System.Text;

namespace SecretsKit.Providers.Generators;

/// <summary>Base 32 of RFC 4648, as authenticator apps and passwords use it.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Quantum = 8;

    /// <summary>Encodes, padded.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length + 4) / 5 * Quantum);
        var (buffer, bits) = (0u, 0);
        foreach (var value in bytes)
        {
            (buffer, bits) = ((buffer << 8) | value, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Alphabet[(int)(buffer >> bits) & 31]);
            }
        }

        if (bits > 0)
        {
            text.Append(Alphabet[(int)(buffer << (5 - bits)) & 31]);
        }

        return text.Append('=', (Quantum - (text.Length % Quantum)) % Quantum).ToString();
    }

    /// <summary>Decodes capital and small letters; blanks, hyphens and padding do not count, as people copy seeds with them.</summary>
    /// <returns>Null for other characters.</returns>
    public static byte[]? TryDecode(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>(text.Length * 5 / Quantum);
        var (buffer, bits) = (0u, 0);
        foreach (var character in text)
        {
            if (character is (byte)' ' or (byte)'-' or (byte)'=' or (byte)'\n' or (byte)'\r')
            {
                continue;
            }

            var value = Alphabet.IndexOf(char.ToUpperInvariant((char)character), StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            (buffer, bits) = ((buffer << 5) | (uint)value, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
