using System.Buffers;

namespace SecretsKit.Providers.Age.Format;

/// <summary>
/// Standard base64 with exactly one accepted text for each byte string: no white space, no stray bits, padding always or never.
/// </summary>
internal static class StrictBase64
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>Encodes without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> data) => Convert.ToBase64String(data).TrimEnd('=');

    /// <summary>Decodes text without padding.</summary>
    /// <returns>Null when the text is not canonical; <paramref name="errorAt"/> then is the offset that Go's decoder reports.</returns>
    public static byte[]? TryDecode(ReadOnlySpan<byte> text, out int errorAt) => TryDecode(text, padded: false, out errorAt);

    /// <summary>Decodes padded text.</summary>
    /// <inheritdoc cref="TryDecode(ReadOnlySpan{byte}, out int)"/>
    public static byte[]? TryDecodePadded(ReadOnlySpan<byte> text, out int errorAt) => TryDecode(text, padded: true, out errorAt);

    private static byte[]? TryDecode(ReadOnlySpan<byte> text, bool padded, out int errorAt)
    {
        var letters = padded ? text.TrimEnd((byte)'=') : text;
        errorAt = letters.IndexOfAnyExcept(Letters);
        if (errorAt >= 0)
        {
            return null;
        }

        var rest = letters.Length % 4;
        var quantum = letters.Length - rest;
        errorAt = padded ? PaddingError(letters.Length, text.Length, rest) : rest == 1 ? quantum : -1;
        if (errorAt >= 0)
        {
            return null;
        }

        var result = new byte[(quantum / 4 * 3) + Math.Max(0, rest - 1)];
        var written = 0;
        for (var i = 0; i < quantum; i += 4)
        {
            var bits = (Value(letters[i]) << 18) | (Value(letters[i + 1]) << 12) | (Value(letters[i + 2]) << 6) | Value(letters[i + 3]);
            result[written++] = (byte)(bits >> 16);
            result[written++] = (byte)(bits >> 8);
            result[written++] = (byte)bits;
        }

        if (rest == 0)
        {
            return result;
        }

        var last = (Value(letters[quantum]) << 12) | (Value(letters[quantum + 1]) << 6) | (rest == 3 ? Value(letters[quantum + 2]) : 0);
        result[written] = (byte)(last >> 10);
        if (rest == 3)
        {
            result[written + 1] = (byte)(last >> 2);
        }

        // The bits that encode nothing must be zero.
        if ((rest == 3 ? last & 0x3 : last & 0x3ff) != 0)
        {
            errorAt = padded ? quantum + rest : quantum + rest - (rest == 2 ? 2 : 1);
            return null;
        }

        return result;
    }

    private static int PaddingError(int letters, int length, int rest)
    {
        var (padding, quantum) = (length - letters, letters - rest);
        return (rest, padding) switch
        {
            (0, 0) or (2, 2) or (3, 1) => -1,
            (0 or 1, > 0) => letters,
            (_, 0) => quantum,
            (2, 1) => length,
            (2, _) => letters + 2,
            _ => letters + 1,
        };
    }

    private static int Value(byte letter) => letter switch
    {
        >= (byte)'a' => letter - 'a' + 26,
        >= (byte)'A' => letter - 'A',
        >= (byte)'0' => letter - '0' + 52,
        (byte)'+' => 62,
        _ => 63,
    };
}
