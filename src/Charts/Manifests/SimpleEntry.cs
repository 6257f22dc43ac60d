using System.Buffers;
using System.Text;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Charts.Manifests;

/// <summary>A line of a document of simple layout: <c>key: value</c>, <c>- key: value</c> or <c>- value</c>.</summary>
internal readonly ref struct SimpleEntry
{
    // The reader takes a key for one within 1,024 characters.
    private const int LongestKey = 256;

    private static readonly SearchValues<byte> KeyCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-"u8);

    private SimpleEntry(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isItem)
    {
        Key = key;
        Value = value;
        IsItem = isItem;
    }

    /// <summary>The text of the key; empty for an item without one.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>What is behind it, empty for nothing.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Whether a dash is before it.</summary>
    public bool IsItem { get; }

    /// <summary>Takes a key with its value apart.</summary>
    /// <param name="line">From the key on, without trailing spaces.</param>
    /// <param name="isItem">Whether a dash is before it.</param>
    /// <param name="entry">The parts.</param>
    public static bool TryKey(ReadOnlySpan<byte> line, bool isItem, out SimpleEntry entry)
    {
        entry = default;
        var quoted = line[0] is (byte)'"' or (byte)'\'' ? QuotedLength(line) : 0;
        var length = quoted > 0 ? quoted : line.IndexOfAnyExcept(KeyCharacters);
        if (length is <= 0 or > LongestKey || line[length..] is not ([(byte)':'] or [(byte)':', (byte)' ', ..]))
        {
            return false;
        }

        var key = quoted > 0 ? line[1..(length - 1)] : line[..length];
        entry = new(key, line[(length + 1)..].TrimStart((byte)' '), isItem);

        // A null is no key, and numbers are another matter.
        return quoted > 0 || (char.IsAsciiLetter((char)key[0]) && !Ascii.EqualsIgnoreCase(key, "null"u8));
    }

    /// <summary>An item without a key.</summary>
    public static SimpleEntry Item(ReadOnlySpan<byte> value) => new([], value, isItem: true);

    /// <summary>Whether a value is a plain or quoted text that ends on its line, empty braces or brackets, or nothing.</summary>
    public static bool IsSimple(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.SequenceEqual("{}"u8) || value.SequenceEqual("[]"u8))
        {
            return true;
        }

        if (value[0] is (byte)'"' or (byte)'\'')
        {
            return QuotedLength(value) == value.Length;
        }

        var isNumeric = char.IsAsciiDigit((char)value[0]) || value[0] == '-';
        return (isNumeric || char.IsAsciiLetter((char)value[0]) || value[0] is (byte)'/' or (byte)'_' or (byte)'$' or (byte)'(')
            && value[^1] != ':' && value.IndexOf(": "u8) < 0 && value.IndexOf(" #"u8) < 0
            && !(isNumeric && IsOddNumber(value));
    }

    // A number that JSON has not, and a dash that is one of a list.
    private static bool IsOddNumber(ReadOnlySpan<byte> value) =>
        value is [(byte)'-'] or [(byte)'-', (byte)' ', ..]
        || (YamlLegacyResolver.Resolve(value) is { Type: YamlScalarType.Float } scalar && !double.IsFinite(scalar.Float));

    // Of a text in quotes without escapes and doubled quotes; 0 if it is none or does not end here.
    private static int QuotedLength(ReadOnlySpan<byte> text)
    {
        var quote = text[0];
        var end = text[1..].IndexOf(quote) + 1;
        var isPlain = end > 0 && (quote == '\'' ? text[(end + 1)..] is not [(byte)'\'', ..] : !text[..end].Contains((byte)'\\'));
        return isPlain ? end + 1 : 0;
    }
}
