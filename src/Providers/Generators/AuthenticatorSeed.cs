using SecretsKit.Core.Text;

namespace SecretsKit.Providers.Generators;

/// <summary>Seeds of authenticator apps: base 32 of RFC 4648 as people copy it.</summary>
internal static class AuthenticatorSeed
{
    /// <summary>Decodes capital and small letters; blanks, hyphens and padding do not count, as people copy seeds with them.</summary>
    /// <returns>Null for other characters.</returns>
    public static byte[]? TryDecode(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>(text.Length * 5 / Base32.GroupLength);
        var (buffer, bits) = (0u, 0);
        foreach (var character in text)
        {
            if (character is (byte)' ' or (byte)'-' or (byte)'=' or (byte)'\n' or (byte)'\r')
            {
                continue;
            }

            var value = Base32.Alphabet.IndexOf((byte)char.ToUpperInvariant((char)character));
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
