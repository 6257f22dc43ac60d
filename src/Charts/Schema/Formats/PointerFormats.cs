namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>json-pointer</c>, <c>relative-json-pointer</c> and <c>uuid</c>.</summary>
internal static class PointerFormats
{
    public static string? JsonPointer(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] != '/')
        {
            return "not starting with /";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '~' && (i + 1 == text.Length || text[i + 1] is not ((byte)'0' or (byte)'1')))
            {
                return "~ must be followed by 0 or 1";
            }
        }

        return null;
    }

    public static string? RelativePointer(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = end < 0 ? text.Length : end;
        if (digits == 0)
        {
            return "not starting with a number";
        }

        if (digits > 1 && text[0] == '0')
        {
            return "starts with superfluous zeros";
        }

        var rest = text[digits..];
        return rest.SequenceEqual("#"u8) ? null : JsonPointer(rest);
    }

    public static string? Uuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36)
        {
            return "must be 36 characters long";
        }

        for (var i = 0; i < text.Length; i++)
        {
            var isRight = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigit((char)text[i]);
            if (!isRight)
            {
                return "must be hexadecimal digits in groups of 8, 4, 4, 4 and 12";
            }
        }

        return null;
    }
}
