using System.Buffers;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Documents.Yaml.Scalars;

namespace SecretsKit.Core.Data.Yaml.Emission;

/// <summary>How a string is written.</summary>
internal enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// <summary>Picks the style of a string: the wanted one, or the nearest that the text and the place allow.</summary>
internal static class ScalarStyles
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789_"u8);

    public static ScalarStyle Select(ReadOnlySpan<byte> text, ScalarTraits traits, bool isSimpleKey)
    {
        if (text.Contains((byte)'\n'))
        {
            return (traits & ScalarTraits.Block) != 0 && !isSimpleKey ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted;
        }

        if (ReadsAsOther(text))
        {
            return ScalarStyle.DoubleQuoted;
        }

        return (traits & ScalarTraits.Plain) != 0 ? ScalarStyle.Plain
            : (traits & ScalarTraits.SingleQuoted) != 0 ? ScalarStyle.SingleQuoted
            : ScalarStyle.DoubleQuoted;
    }

    // Unquoted, it would be a number, a truth value, a moment or null.
    private static bool ReadsAsOther(ReadOnlySpan<byte> text) =>
        YamlLegacyResolver.Resolve(text).Type is not (YamlScalarType.String or YamlScalarType.Merge) || IsSexagesimal(text);

    /// <summary>Whether the text is a number of YAML 1.1 such as 12:30:45.6, which no reader takes for one and writers quote.</summary>
    public static bool IsSexagesimal(ReadOnlySpan<byte> text)
    {
        text = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        var colon = text.IndexOf((byte)':');
        if (colon < 1 || !char.IsAsciiDigit((char)text[0]) || text[..colon].ContainsAnyExcept(Digits))
        {
            return false;
        }

        text = text[colon..];
        while (text is [(byte)':', ..])
        {
            var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            digits = digits < 0 ? text.Length - 1 : digits;
            if (digits is 0 or > 2 || (digits == 2 && text[1] > '5'))
            {
                return false;
            }

            text = text[(1 + digits)..];
        }

        return text.IsEmpty || (text[0] == '.' && !text[1..].ContainsAnyExcept(Digits));
    }
}
