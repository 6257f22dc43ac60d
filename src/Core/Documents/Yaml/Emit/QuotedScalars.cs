using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>Writes single- and double-quoted scalars, never folding long lines.</summary>
internal static class QuotedScalars
{
    private static readonly SearchValues<byte> Verbatim = SearchValues.Create(VerbatimBytes());

    public static void WriteSingle(YamlOutput output, ReadOnlySpan<byte> value, int indent)
    {
        output.Token("'"u8);
        var broken = false;
        while (!value.IsEmpty)
        {
            var width = YamlCharacters.BreakWidth(value);
            if (width > 0)
            {
                // A lone LF would fold into a space; other breaks stand for themselves.
                if (!broken && value[0] == '\n')
                {
                    output.Break();
                }

                output.Break(value[..width]);
                broken = true;
                value = value[width..];
                continue;
            }

            if (broken && value[0] != ' ')
            {
                output.Indent(indent);
                broken = false;
            }

            var length = YamlCharacters.IndexOfBreak(value);
            WriteDoubled(output, value[..length]);
            value = value[length..];
        }

        output.Join("'"u8);
    }

    public static void WriteDouble(YamlOutput output, ReadOnlySpan<byte> value)
    {
        output.Token("\""u8);

        // The reference takes a byte order mark at the start for one in every place, and escapes all.
        var escapesAll = value is [0xEF, 0xBB, 0xBF, ..];
        while (!value.IsEmpty)
        {
            var length = escapesAll ? 0 : value.IndexOfAnyExcept(Verbatim);
            length = length < 0 ? value.Length : length;
            output.Write(value[..length]);
            value = value[length..];
            if (value.IsEmpty)
            {
                break;
            }

            var width = YamlCharacters.Width(value[0]);
            if (!escapesAll && value[0] >= 0x80 && YamlCharacters.IsPrintable(value) && YamlCharacters.BreakWidth(value) == 0)
            {
                output.Write(value[..width]);
            }
            else
            {
                WriteEscape(output, value);
            }

            value = value[width..];
        }

        output.Join("\""u8);
    }

    private static void WriteDoubled(YamlOutput output, ReadOnlySpan<byte> line)
    {
        for (int quote; (quote = line.IndexOf((byte)'\'')) >= 0; line = line[(quote + 1)..])
        {
            output.Write(line[..(quote + 1)]);
            output.Write((byte)'\'');
        }

        output.Write(line);
        output.Indention = false;
    }

    private static void WriteEscape(YamlOutput output, ReadOnlySpan<byte> at)
    {
        Rune.DecodeFromUtf8(at, out var rune, out _);
        output.Write((byte)'\\');
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
            0x2028 => 'L',
            0x2029 => 'P',
            _ => '\0',
        };
        if (letter != '\0')
        {
            output.Write((byte)letter);
            return;
        }

        Span<byte> digits = stackalloc byte[8];
        var (kind, count) = rune.Value switch
        {
            <= 0xFF => ('x', 2),
            <= 0xFFFF => ('u', 4),
            _ => ('U', 8),
        };
        Utf8Formatter.TryFormat(rune.Value, digits, out _, new StandardFormat('X', (byte)count));
        output.Write((byte)kind);
        output.Write(digits[..count]);
    }

    private static byte[] VerbatimBytes()
    {
        var bytes = new List<byte>();
        for (byte c = 0x20; c <= 0x7E; c++)
        {
            if (c is not ((byte)'"' or (byte)'\\'))
            {
                bytes.Add(c);
            }
        }

        return [.. bytes];
    }
}
