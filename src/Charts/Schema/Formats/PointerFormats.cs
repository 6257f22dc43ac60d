using System.Buffers;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>json-pointer</c>, <c>relative-json-pointer</c> and <c>uuid</c>.</summary>
internal static class PointerFormats
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

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
            return "must start with non-negative integer";
        }

        if (digits > 1 && text[0] == '0')
        {
            return "starts with zero";
        }

        var rest = text[digits..];
        return rest.SequenceEqual("#"u8) ? null : JsonPointer(rest);
    }

    public static string? Uuid(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<int> lengths = [8, 4, 4, 4, 12];
        if (text.Count((byte)'-') != lengths.Length - 1)
        {
            return $"must have {lengths.Length} elements";
        }

        var number = 0;
        foreach (var range in text.Split((byte)'-'))
        {
            var group = text[range];
            if (group.Length != lengths[number])
            {
                return $"element {number + 1} must be {lengths[number]} characters long";
            }

            var bad = group.IndexOfAnyExcept(HexDigits);
            if (bad >= 0)
            {
                _ = Rune.DecodeFromUtf8(group[bad..], out var rune, out _);
                return $"non-hex character {GoQuote.FormatRune(rune.Value)}";
            }

            number++;
        }

        return null;
    }
}
