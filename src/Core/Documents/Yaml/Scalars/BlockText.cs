namespace SecretsKit.Core.Documents.Yaml.Scalars;

/// <summary>Writes the headers and bodies of literal and folded scalars; the emitter writes the comment or break between the two.</summary>
internal static class BlockText
{
    /// <summary>Whether the start of the text would be taken for indentation.</summary>
    public static bool StartsLikeIndentation(ReadOnlySpan<byte> value) => value is [(byte)' ', ..] || YamlCharacters.BreakWidth(value) > 0;

    /// <summary>Writes the indicator, the indentation digit unless it is 0, and how final line breaks are kept.</summary>
    public static void WriteHeader(IScalarOutput output, ReadOnlySpan<byte> value, byte indicator, int digit)
    {
        output.Write([indicator]);
        if (digit > 0)
        {
            output.Write([(byte)('0' + digit)]);
        }

        if (!YamlCharacters.EndsWithBreak(value))
        {
            output.Write("-"u8);
            return;
        }

        var last = value[^1] is (byte)'\n' or (byte)'\r' ? 1 : value[^2] == 0xC2 ? 2 : 3;
        if (value.Length == last || YamlCharacters.EndsWithBreak(value[..^last]))
        {
            output.Write("+"u8);
        }
    }

    public static void WriteLiteral(IScalarOutput output, ReadOnlySpan<byte> value, int indent)
    {
        while (!value.IsEmpty)
        {
            var width = YamlCharacters.BreakWidth(value);
            if (width > 0)
            {
                output.Break(value[..width]);
                value = value[width..];
                continue;
            }

            value = WriteLine(output, value, indent);
        }
    }

    /// <summary>
    /// Writes each LF that ends an unindented line twice, so that it does not fold away. Whether that is done at all hangs on the first
    /// character of the whole text (a text that starts with a blank is written as it is), and the final
    /// LF is doubled too: so does the reference.
    /// </summary>
    public static void WriteFolded(IScalarOutput output, ReadOnlySpan<byte> value, int indent)
    {
        var doubles = DoublesBreaks(value);
        var lineIsIndented = true;
        var broken = true;
        while (!value.IsEmpty)
        {
            var width = YamlCharacters.BreakWidth(value);
            if (width > 0)
            {
                if (!broken && !lineIsIndented && value[0] == '\n' && doubles)
                {
                    output.Break("\n"u8);
                }

                output.Break(value[..width]);
                value = value[width..];
                broken = true;
                continue;
            }

            lineIsIndented = YamlCharacters.IsBlank(value[0]);
            broken = false;
            value = WriteLine(output, value, indent);
        }
    }

    private static bool DoublesBreaks(ReadOnlySpan<byte> value)
    {
        for (int width; (width = YamlCharacters.BreakWidth(value)) > 0;)
        {
            value = value[width..];
        }

        return !value.IsEmpty && !YamlCharacters.IsBlank(value[0]) && value[0] != 0;
    }

    private static ReadOnlySpan<byte> WriteLine(IScalarOutput output, ReadOnlySpan<byte> value, int indent)
    {
        output.Indent(indent);
        var length = YamlCharacters.IndexOfBreak(value);
        output.Write(value[..length]);
        output.EndIndentation();
        return value[length..];
    }
}
