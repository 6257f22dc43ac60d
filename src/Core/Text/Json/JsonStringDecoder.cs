using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace SecretsKit.Core.Text.Json;

/// <summary>
/// Resolves the escapes of a JSON string as Go does: a surrogate without its partner, and every single byte that is not UTF-8,
/// becomes U+FFFD.
/// </summary>
internal static class JsonStringDecoder
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(SpecialBytes());

    /// <summary>The string's bytes.</summary>
    /// <param name="raw">The text between the quotes, its escapes already checked.</param>
    public static byte[] Decode(ReadOnlySpan<byte> raw)
    {
        var valid = Utf8.IsValid(raw);
        if (valid && !raw.Contains((byte)'\\'))
        {
            return raw.ToArray();
        }

        // Escapes never grow; a stray byte grows to the three bytes of U+FFFD.
        var buffer = ArrayPool<byte>.Shared.Rent(checked(valid ? raw.Length : raw.Length * 3));
        try
        {
            return buffer[..DecodeInto(raw, valid, buffer)];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static int DecodeInto(ReadOnlySpan<byte> raw, bool valid, Span<byte> output)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var run = valid ? raw.IndexOf((byte)'\\') : raw.IndexOfAny(Special);
            run = run < 0 ? raw.Length : run;
            raw[..run].CopyTo(output[written..]);
            written += run;
            raw = raw[run..];
            if (!raw.IsEmpty)
            {
                var rune = raw[0] == '\\' ? ReadEscape(raw, out var consumed) : ReadRune(raw, out consumed);
                written += rune.EncodeToUtf8(output[written..]);
                raw = raw[consumed..];
            }
        }

        return written;
    }

    private static Rune ReadRune(ReadOnlySpan<byte> raw, out int consumed)
    {
        if (Rune.DecodeFromUtf8(raw, out var rune, out consumed) == OperationStatus.Done)
        {
            return rune;
        }

        consumed = 1;
        return Rune.ReplacementChar;
    }

    private static Rune ReadEscape(ReadOnlySpan<byte> raw, out int consumed)
    {
        consumed = 2;
        switch (raw[1])
        {
            case (byte)'b':
                return new Rune('\b');
            case (byte)'f':
                return new Rune('\f');
            case (byte)'n':
                return new Rune('\n');
            case (byte)'r':
                return new Rune('\r');
            case (byte)'t':
                return new Rune('\t');
            case (byte)'u':
                break;
            default:
                return new Rune((char)raw[1]);
        }

        consumed = 6;
        var first = HexUnit(raw);
        if (!char.IsSurrogate(first))
        {
            return new Rune(first);
        }

        if (raw.Length >= 12 && raw[6] == '\\' && raw[7] == 'u' && Rune.TryCreate(first, HexUnit(raw[6..]), out var pair))
        {
            consumed = 12;
            return pair;
        }

        return Rune.ReplacementChar;
    }

    private static char HexUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte[] SpecialBytes()
    {
        var bytes = new byte[129];
        bytes[128] = (byte)'\\';
        for (var i = 0; i < 128; i++)
        {
            bytes[i] = (byte)(i + 128);
        }

        return bytes;
    }
}
