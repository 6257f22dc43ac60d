using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace SecretsKit.Core.Documents.Yaml.Scalars;

/// <summary>
/// Writes plain, single- and double-quoted text. Where it may be folded, a line breaks at the first space after column 80.
/// </summary>
internal static class QuotedText
{
    private const int FoldColumn = 80;

    private static readonly SearchValues<byte> Verbatim = SearchValues.Create(PrintableAsciiExcept("\"\\"u8));
    private static readonly SearchValues<byte> VerbatimButSpace = SearchValues.Create(PrintableAsciiExcept("\"\\ "u8));

    /// <summary>Writes plain text, or what is between single quotes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="indent">The column of further lines.</param>
    /// <param name="folds">Whether long lines are broken.</param>
    /// <param name="isQuoted">Whether it is between single quotes: those of the text are doubled.</param>
    public static void WriteLines(IScalarOutput output, ReadOnlySpan<byte> text, int indent, bool folds, bool isQuoted)
    {
        folds = folds && (output.Column + text.Length > FoldColumn || (isQuoted && text.Contains((byte)'\'')));
        bool afterSpace = false, afterBreak = false;
        for (var i = 0; i < text.Length;)
        {
            var rest = text[i..];
            var width = YamlCharacters.BreakWidth(rest);
            if (width > 0)
            {
                // A lone LF would fold into a space; other breaks stand for themselves.
                if (!afterBreak && rest[0] == '\n')
                {
                    output.Break("\n"u8);
                }

                output.Break(rest[..width]);
                (afterSpace, afterBreak) = (false, true);
                i += width;
                continue;
            }

            if (folds && rest[0] == ' ')
            {
                var isInside = !isQuoted || (i > 0 && rest.Length > 1);
                if (!afterSpace && isInside && output.Column > FoldColumn && rest is not [_, (byte)' ', ..])
                {
                    output.Indent(indent);
                }
                else
                {
                    output.Write(" "u8);
                }

                afterSpace = true;
                i++;
                continue;
            }

            if (afterBreak && rest[0] != ' ')
            {
                output.Indent(indent);
                afterBreak = false;
            }

            var line = rest[..YamlCharacters.IndexOfBreak(rest)];
            var space = folds ? line.IndexOf((byte)' ') : -1;
            line = space < 0 ? line : line[..space];
            Write(output, line, isQuoted);
            afterSpace = false;
            i += line.Length;
        }
    }

    /// <summary>Writes text between single quotes.</summary>
    /// <inheritdoc cref="WriteLines"/>
    public static void WriteSingle(IScalarOutput output, ReadOnlySpan<byte> text, int indent, bool folds)
    {
        output.Write("'"u8);
        WriteLines(output, text, indent, folds, isQuoted: true);
        output.Write("'"u8);
    }

    /// <summary>Writes text between double quotes, with escapes for what is not printable and for line breaks.</summary>
    /// <inheritdoc cref="WriteLines"/>
    public static void WriteDouble(IScalarOutput output, ReadOnlySpan<byte> text, int indent, bool folds)
    {
        output.Write("\""u8);

        // The reference takes a byte order mark at the start for one in every place, and escapes all.
        var escapesAll = YamlCharacters.IsByteOrderMark(text);
        var verbatim = folds ? VerbatimButSpace : Verbatim;
        var afterSpace = false;
        for (var i = 0; i < text.Length;)
        {
            var rest = text[i..];
            var run = escapesAll ? 0 : rest.IndexOfAnyExcept(verbatim);
            if (run != 0)
            {
                run = run < 0 ? rest.Length : run;
                output.Write(rest[..run]);
                afterSpace = false;
                i += run;
                continue;
            }

            var width = YamlCharacters.Width(rest[0]);
            if (rest[0] == ' ' && !escapesAll)
            {
                WriteSpace(output, rest, indent, mayFold: !afterSpace && i > 0 && rest.Length > 1);
                afterSpace = true;
            }
            else
            {
                if (!escapesAll && rest[0] >= 0x80 && YamlCharacters.IsPrintable(rest) && YamlCharacters.BreakWidth(rest) == 0)
                {
                    output.Write(rest[..width]);
                }
                else
                {
                    WriteEscape(output, rest);
                }

                afterSpace = false;
            }

            i += width;
        }

        output.Write("\""u8);
    }

    private static void WriteSpace(IScalarOutput output, ReadOnlySpan<byte> rest, int indent, bool mayFold)
    {
        if (!mayFold || output.Column <= FoldColumn)
        {
            output.Write(" "u8);
            return;
        }

        output.Indent(indent);
        if (rest[1] == ' ')
        {
            output.Write("\\"u8);
        }
    }

    private static void Write(IScalarOutput output, ReadOnlySpan<byte> line, bool doublesQuotes)
    {
        for (int quote; doublesQuotes && (quote = line.IndexOf((byte)'\'')) >= 0; line = line[(quote + 1)..])
        {
            output.Write(line[..(quote + 1)]);
            output.Write("'"u8);
        }

        output.Write(line);
        output.EndIndentation();
    }

    private static void WriteEscape(IScalarOutput output, ReadOnlySpan<byte> at)
    {
        Rune.DecodeFromUtf8(at, out var rune, out _);
        var letter = rune.Value switch
        {
            0x00 => '0',
            0x07 => 'a',
            0x08 => 'b',
            0x09 => 't',
            0x0A => 'n',
            0x0B => 'v',
            0x0C => 'f',
            0x0D => 'r',
            0x1B => 'e',
            '"' => '"',
            '\\' => '\\',
            0x85 => 'N',
            0xA0 => '_',
            0x2028 => 'L',
            0x2029 => 'P',
            _ => '\0',
        };
        if (letter != '\0')
        {
            output.Write([(byte)'\\', (byte)letter]);
            return;
        }

        Span<byte> escape = stackalloc byte[10];
        var (kind, count) = rune.Value switch
        {
            <= 0xFF => ('x', 2),
            <= 0xFFFF => ('u', 4),
            _ => ('U', 8),
        };
        (escape[0], escape[1]) = ((byte)'\\', (byte)kind);
        Utf8Formatter.TryFormat(rune.Value, escape[2..], out _, new StandardFormat('X', (byte)count));
        output.Write(escape[..(2 + count)]);
    }

    private static byte[] PrintableAsciiExcept(ReadOnlySpan<byte> excluded)
    {
        var bytes = new List<byte>();
        for (byte c = 0x20; c <= 0x7E; c++)
        {
            if (!excluded.Contains(c))
            {
                bytes.Add(c);
            }
        }

        return [.. bytes];
    }
}
