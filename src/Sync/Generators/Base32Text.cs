using System.Text;

namespace SecretsKit.Sync.Generators;

/// <summary>Base 32 (RFC 4648): with padding when written, with or without when read.</summary>
internal static class Base32Text
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        int bits = 0, held = 0;
        foreach (var value in bytes)
        {
            (bits, held) = ((bits << 8) | value, held + 8);
            for (; held >= 5; held -= 5)
            {
                text.Append(Alphabet[(bits >> (held - 5)) & 31]);
            }
        }

        if (held > 0)
        {
            text.Append(Alphabet[(bits << (5 - held)) & 31]);
        }

        return text.Append('=', (8 - (text.Length % 8)) % 8).ToString();
    }

    /// <summary>The bytes, or null if the text has other characters; blanks and case do not count.</summary>
    public static byte[]? Decode(string text)
    {
        var bytes = new List<byte>();
        int bits = 0, held = 0;
        foreach (var character in text.Replace(" ", "", StringComparison.Ordinal).TrimEnd('=').ToUpperInvariant())
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            (bits, held) = ((bits << 5) | digit, held + 5);
            if (held >= 8)
            {
                held -= 8;
                bytes.Add((byte)(bits >> held));
            }
        }

        return [.. bytes];
    }
}
