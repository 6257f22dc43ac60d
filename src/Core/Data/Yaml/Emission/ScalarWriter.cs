using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents.Yaml.Emit;

namespace SecretsKit.Core.Data.Yaml.Emission;

/// <summary>Writes strings in each style. Long ones outside keys break at the first space after column 80.</summary>
internal static class ScalarWriter
{
    private const int FoldColumn = 80;

    /// <param name="lines">Where to.</param>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="style">As selected.</param>
    /// <param name="indent">The column of continuation lines.</param>
    /// <param name="mayFold">False in simple keys.</param>
    public static void Write(LineWriter lines, ReadOnlySpan<byte> text, ScalarStyle style, int indent, bool mayFold)
    {
        switch (style)
        {
            case ScalarStyle.Plain:
                WriteFolded(lines, text, indent, mayFold, isQuoted: false);
                break;
            case ScalarStyle.SingleQuoted:
                lines.WriteAscii("'"u8);
                WriteFolded(lines, text, indent, mayFold, isQuoted: true);
                lines.WriteAscii("'"u8);
                break;
            case ScalarStyle.DoubleQuoted:
                WriteDoubleQuoted(lines, text, indent, mayFold);
                break;
            default:
                WriteLiteral(lines, text, indent);
                break;
        }
    }

    private static void WriteFolded(LineWriter lines, ReadOnlySpan<byte> text, int indent, bool mayFold, bool isQuoted)
    {
        // The usual case: nothing to fold, nothing to double, no break.
        if ((!mayFold || lines.Column + text.Length <= FoldColumn || !text.Contains((byte)' '))
            && (!isQuoted || (!text.Contains((byte)'\'') && !ContainsBreak(text))))
        {
            lines.Write(text);
            return;
        }

        bool afterSpace = false, afterBreak = false;
        for (var i = 0; i < text.Length;)
        {
            var width = YamlCharacters.Width(text[i]);
            var isInside = !isQuoted || (i > 0 && i < text.Length - 1);
            if (text[i] == ' ')
            {
                if (mayFold && !afterSpace && isInside && lines.Column > FoldColumn && (i + 1 >= text.Length || text[i + 1] != ' '))
                {
                    lines.StartLine(indent);
                }
                else
                {
                    lines.WriteAscii(" "u8);
                }

                (afterSpace, afterBreak) = (true, false);
            }
            else if (YamlCharacters.BreakWidth(text[i..]) > 0)
            {
                lines.Break(text.Slice(i, width));
                (afterSpace, afterBreak) = (false, true);
            }
            else
            {
                if (afterBreak)
                {
                    lines.Pad(indent);
                }

                lines.Write(text.Slice(i, width));
                if (text[i] == '\'' && isQuoted)
                {
                    lines.WriteAscii("'"u8);
                }

                (afterSpace, afterBreak) = (false, false);
            }

            i += width;
        }
    }

    private static void WriteDoubleQuoted(LineWriter lines, ReadOnlySpan<byte> text, int indent, bool mayFold)
    {
        lines.WriteAscii("\""u8);
        var escapesAll = YamlCharacters.IsByteOrderMark(text);
        var afterSpace = false;
        for (var i = 0; i < text.Length;)
        {
            var rest = text[i..];
            var width = YamlCharacters.Width(rest[0]);
            if (escapesAll
                || !YamlCharacters.IsPrintable(rest)
                || YamlCharacters.BreakWidth(rest) > 0
                || rest[0] is (byte)'"' or (byte)'\\')
            {
                WriteEscape(lines, rest[..width]);
                afterSpace = false;
            }
            else if (rest[0] == ' ')
            {
                if (mayFold && !afterSpace && lines.Column > FoldColumn && i > 0 && i < text.Length - 1)
                {
                    lines.StartLine(indent);
                    if (text[i + 1] == ' ')
                    {
                        lines.WriteAscii("\\"u8);
                    }
                }
                else
                {
                    lines.WriteAscii(" "u8);
                }

                afterSpace = true;
            }
            else
            {
                lines.Write(rest[..width]);
                afterSpace = false;
            }

            i += width;
        }

        lines.WriteAscii("\""u8);
    }

    private static void WriteEscape(LineWriter lines, ReadOnlySpan<byte> character)
    {
        Rune.DecodeFromUtf8(character, out var rune, out _);
        ReadOnlySpan<byte> known = rune.Value switch
        {
            0 => "\\0"u8,
            7 => "\\a"u8,
            8 => "\\b"u8,
            9 => "\\t"u8,
            10 => "\\n"u8,
            11 => "\\v"u8,
            12 => "\\f"u8,
            13 => "\\r"u8,
            0x1B => "\\e"u8,
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            0x85 => "\\N"u8,
            0xA0 => "\\_"u8,
            0x2028 => "\\L"u8,
            0x2029 => "\\P"u8,
            _ => default,
        };
        if (!known.IsEmpty)
        {
            lines.WriteAscii(known);
            return;
        }

        Span<byte> escape = stackalloc byte[10];
        var (letter, digits) = rune.Value switch
        {
            <= 0xFF => ((byte)'x', "X2"),
            <= 0xFFFF => ((byte)'u', "X4"),
            _ => ((byte)'U', "X8"),
        };
        (escape[0], escape[1]) = ((byte)'\\', letter);
        rune.Value.TryFormat(escape[2..], out var written, digits, CultureInfo.InvariantCulture);
        lines.WriteAscii(escape[..(2 + written)]);
    }

    private static void WriteLiteral(LineWriter lines, ReadOnlySpan<byte> text, int indent)
    {
        lines.WriteAscii("|"u8);
        if (text[0] == ' ' || YamlCharacters.BreakWidth(text) > 0)
        {
            lines.WriteAscii("2"u8);
        }

        if (!YamlCharacters.EndsWithBreak(text))
        {
            lines.WriteAscii("-"u8);
        }
        else if (BreaksOnlyOrTwice(text))
        {
            lines.WriteAscii("+"u8);
        }

        lines.Break();
        while (!text.IsEmpty)
        {
            var end = YamlCharacters.IndexOfBreak(text);
            if (end > 0)
            {
                lines.Pad(indent);
                lines.Write(text[..end]);
            }

            if (end < text.Length)
            {
                var width = YamlCharacters.Width(text[end]);
                lines.Break(text.Slice(end, width));
                end += width;
            }

            text = text[end..];
        }
    }

    private static bool BreaksOnlyOrTwice(ReadOnlySpan<byte> text)
    {
        var last = text.Length - 1;
        while ((text[last] & 0xC0) == 0x80)
        {
            last--;
        }

        return last == 0 || YamlCharacters.EndsWithBreak(text[..last]);
    }

    private static bool ContainsBreak(ReadOnlySpan<byte> text) => YamlCharacters.IndexOfBreak(text) < text.Length;
}
