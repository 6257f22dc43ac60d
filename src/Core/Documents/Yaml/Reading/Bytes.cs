using System.Buffers;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>The classes of bytes that YAML's grammar names, and the sets that vectorised searches stop at.</summary>
internal static class Bytes
{
    /// <summary>First byte of U+0085, a line break.</summary>
    public const byte NextLineLead = 0xC2;

    /// <summary>First byte of U+2028 and U+2029, line breaks that survive folding.</summary>
    public const byte SeparatorLead = 0xE2;

    /// <summary>Where a plain scalar in a flow collection may end.</summary>
    public static readonly SearchValues<byte> FlowPlainStops = SearchValues.Create([.. " \t\r\n:,?[]{}"u8, NextLineLead, SeparatorLead]);

    /// <summary>Where a run inside double quotes ends.</summary>
    public static readonly SearchValues<byte> DoubleQuotedStops = SearchValues.Create([.. " \t\r\n\"\\"u8, NextLineLead, SeparatorLead]);

    /// <summary>Where a run inside single quotes ends.</summary>
    public static readonly SearchValues<byte> SingleQuotedStops = SearchValues.Create([.. " \t\r\n'"u8, NextLineLead, SeparatorLead]);

    /// <summary>Where a line may end.</summary>
    public static readonly SearchValues<byte> LineStops = SearchValues.Create([.. "\r\n"u8, NextLineLead, SeparatorLead]);

    private static readonly SearchValues<byte> UriMarks = SearchValues.Create(";/?:@&=+$,.!~*'()[]%"u8);

    /// <summary>Space or tab.</summary>
    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    /// <summary>A letter, digit, underscore or hyphen: anchors, handles and directive names.</summary>
    public static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-';

    /// <summary>A character that may stand in a tag.</summary>
    public static bool IsUri(byte value) => IsWord(value) || UriMarks.Contains(value);

    /// <summary>Whether a UTF-8 sequence continues with this byte.</summary>
    public static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
