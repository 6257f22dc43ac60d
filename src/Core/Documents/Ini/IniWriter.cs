using System.Buffers;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Ini;

/// <summary>Lays sections out as go-ini 1.67 does: aligned equal signs, a blank line between sections, quotes where needed.</summary>
internal readonly ref struct IniWriter(IBufferWriter<byte> output)
{
    /// <summary>
    /// Most blanks that align the equal signs of one section, in bytes. One long key among many short ones
    /// multiplies the text; no section that people write comes near.
    /// </summary>
    private const long MostPadding = 16 * 1024 * 1024;

    private readonly IBufferWriter<byte> _output = output;

    public void Write(List<IniSection> sections)
    {
        for (var i = 0; i < sections.Count; i++)
        {
            var section = sections[i];
            WriteComment(section.Comment, trim: false);
            if (i > 0 || !IsDefault(section.Name))
            {
                _output.Write("["u8);
                _output.Write(section.Name.Span);
                _output.Write("]\n"u8);
            }
            else if (section.Keys.Count == 0)
            {
                continue;
            }

            WriteKeys(section.Keys);
            if (i < sections.Count - 1)
            {
                _output.Write("\n"u8);
            }
        }
    }

    private void WriteKeys(List<IniKey> keys)
    {
        var width = 0;
        foreach (var key in keys)
        {
            width = Math.Max(width, key.Name.Length + (2 * KeyQuote(key.Name.Span).Length));
        }

        if ((long)width * keys.Count - keys.Sum(key => (long)key.Name.Length) > MostPadding)
        {
            throw new DocumentException(
                ErrorCode.EmitFailed,
                DocumentFault.NoForm,
                $"{IniText.WritePrefix}aligning the equal signs of a section would take more than {MostPadding} bytes: "
                    + $"its longest key has {width}");
        }

        foreach (var key in keys)
        {
            WriteComment(key.Comment, trim: true);
            var quote = KeyQuote(key.Name.Span);
            _output.Write(quote);
            _output.Write(key.Name.Span);
            _output.Write(quote);
            Pad(width - key.Name.Length - (2 * quote.Length));
            _output.Write(" = "u8);
            WriteValue(key.Value.Span);
            _output.Write("\n"u8);
        }
    }

    private void WriteValue(ReadOnlySpan<byte> value)
    {
        var quote =
            value.IndexOfAny((byte)'\n', (byte)'`') >= 0 ? "\"\"\""u8
            : value.IndexOfAny((byte)'#', (byte)';') >= 0 ? "`"u8
            : UnicodeSpace.Trim(value).Length != value.Length ? "\""u8
            : default;
        _output.Write(quote);
        _output.Write(value);
        _output.Write(quote);
    }

    private void WriteComment(ByteString? comment, bool trim)
    {
        if (comment is not { IsEmpty: false } present)
        {
            return;
        }

        var text = present.Span;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line is [(byte)'#' or (byte)';', ..])
            {
                _output.Write(line[..1]);
                _output.Write(" "u8);
                _output.Write(UnicodeSpace.Trim(line[1..]));
            }
            else
            {
                // An empty line among the others crashes the reference; here it stays a comment line.
                _output.Write("; "u8);
                _output.Write(trim ? UnicodeSpace.Trim(line) : line);
            }

            _output.Write("\n"u8);
        }
    }

    private void Pad(int count)
    {
        if (count > 0)
        {
            _output.GetSpan(count)[..count].Fill((byte)' ');
            _output.Advance(count);
        }
    }

    private static ReadOnlySpan<byte> KeyQuote(ReadOnlySpan<byte> name) =>
        name.IndexOfAny((byte)'"', (byte)'=', (byte)':') >= 0 ? "`"u8
        : name.Contains((byte)'`') ? "\"\"\""u8
        : default;

    private static bool IsDefault(ByteString name) =>
        System.Text.Ascii.EqualsIgnoreCase(name.Span, IniText.DefaultSection.Span);
}
