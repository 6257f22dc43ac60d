using System.Buffers;
using System.Text.Unicode;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Json;

namespace SecretsKit.Core.Data.Yaml.Emission;

/// <summary>What becomes of a string on its way through JSON text that is read as YAML.</summary>
internal static class JsonRoundTrip
{
    // How far YAML looks back for the beginning of a key, in characters, and below how many bytes a key is
    // shorter than that however it is escaped.
    private const int LongestKey = 1024;
    private const int ShortKey = 170;

    /// <summary>The string as the emitter sees it; the same bytes in nearly all cases.</summary>
    /// <exception cref="DocumentException">It holds a control character that JSON does not escape and YAML does not read.</exception>
    public static ReadOnlySpan<byte> Pass(ReadOnlySpan<byte> text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text.Contains((byte)0x7F) ? throw ControlCharacter() : text;
        }

        if (!Utf8.IsValid(text))
        {
            text = Utf8Text.Repair(text);
        }

        var hasNextLine = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 0x7F || (text[i] == 0xC2 && text[i + 1] is < 0xA0 and not 0x85) || text[i..] is [0xEF, 0xBF, 0xBE or 0xBF, ..])
            {
                throw ControlCharacter();
            }

            hasNextLine |= text[i] == 0xC2 && text[i + 1] == 0x85;
        }

        return hasNextLine ? FoldNextLines(text) : text;
    }

    /// <summary>A key as the emitter sees it.</summary>
    /// <exception cref="DocumentException">
    /// As above; or it is longer, or goes over more lines, than YAML looks for the colon behind a key.
    /// </exception>
    public static ReadOnlySpan<byte> PassKey(ReadOnlySpan<byte> key)
    {
        var text = Pass(key);
        var breaks = key.Count("\u0085"u8);
        return breaks == 0 && (key.Length < ShortKey || QuotedLength(key) <= LongestKey)
            ? text
            : throw new DocumentException(
                ErrorCode.EmitFailed,
                DocumentFault.Syntax,
                $"yaml: {(breaks == 0 ? "" : $"line {breaks}: ")}did not find expected ',' or '}}'");
    }

    // In code points: all bytes but those that continue one.
    private static int QuotedLength(ReadOnlySpan<byte> key)
    {
        var json = new ArrayBufferWriter<byte>();
        JsonStringEncoder.Write(json, key);
        var length = 0;
        foreach (var part in json.WrittenSpan)
        {
            length += (part & 0xC0) == 0x80 ? 0 : 1;
        }

        return length;
    }

    // U+0085 is a line break inside the quotes: one becomes a space, several one break less, and spaces around them vanish.
    private static ReadOnlySpan<byte> FoldNextLines(ReadOnlySpan<byte> text)
    {
        var folded = new List<byte>(text.Length);
        while (!text.IsEmpty)
        {
            if (text is not [0xC2, 0x85, ..])
            {
                folded.Add(text[0]);
                text = text[1..];
                continue;
            }

            while (folded is [.., (byte)' '])
            {
                folded.RemoveAt(folded.Count - 1);
            }

            var breaks = 0;
            while (text is [0xC2, 0x85, ..])
            {
                breaks++;
                text = text[2..].TrimStart((byte)' ');
            }

            folded.AddRange(breaks == 1 ? " "u8 : new string('\n', breaks - 1).Select(c => (byte)c).ToArray());
        }

        return folded.ToArray();
    }

    private static DocumentException ControlCharacter() =>
        new(ErrorCode.EmitFailed, DocumentFault.Characters, "yaml: control characters are not allowed");
}
