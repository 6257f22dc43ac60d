namespace SecretsKit.Core.Text;

/// <summary>Base 32 (RFC 4648).</summary>
public static class Base32
{
    /// <summary>Characters of a group, which five bytes fill.</summary>
    public const int GroupLength = 8;

    /// <summary>The 32 digits, in order.</summary>
    public static ReadOnlySpan<byte> Alphabet => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8;

    /// <summary>Encodes in the standard alphabet, padded.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>ASCII.</returns>
    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var text = new byte[(data.Length + 4) / 5 * GroupLength];
        text.AsSpan().Fill((byte)'=');
        for (var i = 0; i * 5 < data.Length * 8; i++)
        {
            var bit = i * 5;
            var pair = (data[bit / 8] << 8) | ((bit / 8) + 1 < data.Length ? data[(bit / 8) + 1] : 0);
            text[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
        }

        return text;
    }
}
