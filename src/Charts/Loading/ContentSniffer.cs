namespace SecretsKit.Charts.Loading;

/// <summary>What kind of file begins so: Go's <c>http.DetectContentType</c>, which follows the WHATWG's MIME sniffing.</summary>
internal static class ContentSniffer
{
    /// <summary>How many bytes are looked at.</summary>
    public const int Length = 512;

    private const string Html = "text/html; charset=utf-8";
    private const string Text = "text/plain; charset=utf-8";
    private const int FontMarkAt = 34;

    private static readonly string[] HtmlTags =
    [
        "<!DOCTYPE HTML", "<HTML", "<HEAD", "<SCRIPT", "<IFRAME", "<H1", "<DIV", "<FONT", "<TABLE", "<A", "<STYLE", "<TITLE", "<B", "<BODY",
        "<BR", "<P", "<!--",
    ];

    // In this order. A question mark is any byte.
    private static readonly (byte[] Start, string Type)[] Signatures =
    [
        Signature("%PDF-", "application/pdf"),
        Signature("%!PS-Adobe-", "application/postscript"),
        Signature("\u00fe\u00ff??", "text/plain; charset=utf-16be"),
        Signature("\u00ff\u00fe??", "text/plain; charset=utf-16le"),
        Signature("\u00ef\u00bb\u00bf?", Text),
        Signature("\0\0\u0001\0", "image/x-icon"),
        Signature("\0\0\u0002\0", "image/x-icon"),
        Signature("BM", "image/bmp"),
        Signature("GIF87a", "image/gif"),
        Signature("GIF89a", "image/gif"),
        Signature("RIFF????WEBPVP", "image/webp"),
        Signature("\u0089PNG\r\n\u001a\n", "image/png"),
        Signature("\u00ff\u00d8\u00ff", "image/jpeg"),
        Signature("FORM????AIFF", "audio/aiff"),
        Signature("ID3", "audio/mpeg"),
        Signature("OggS\0", "application/ogg"),
        Signature("MThd\0\0\0\u0006", "audio/midi"),
        Signature("RIFF????AVI ", "video/avi"),
        Signature("RIFF????WAVE", "audio/wave"),
    ];

    private static readonly (byte[] Start, string Type)[] LaterSignatures =
    [
        Signature("\u001aE\u00df\u00a3", "video/webm"),
        Signature(new string('?', FontMarkAt) + "LP", "application/vnd.ms-fontobject"),
        Signature("\0\u0001\0\0", "font/ttf"),
        Signature("OTTO", "font/otf"),
        Signature("ttcf", "font/collection"),
        Signature("wOFF", "font/woff"),
        Signature("wOF2", "font/woff2"),
        Signature("\u001f\u008b\b", "application/x-gzip"),
        Signature("PK\u0003\u0004", "application/zip"),
        Signature("Rar!\u001a\a\0", "application/x-rar-compressed"),
        Signature("Rar!\u001a\a\u0001\0", "application/x-rar-compressed"),
        Signature("\0asm", "application/wasm"),
    ];

    /// <summary>The media type.</summary>
    /// <param name="start">The start of a file, at most <see cref="Length"/> bytes.</param>
    public static string TypeOf(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart("\t\n\f\r "u8);
        return IsHtml(text) ? Html
            : text.StartsWith("<?xml"u8) ? "text/xml; charset=utf-8"
            : Find(Signatures, start) ?? (IsMp4(start) ? "video/mp4" : null) ?? Find(LaterSignatures, start)
            ?? (IsText(text) ? Text : "application/octet-stream");
    }

    private static (byte[] Start, string Type) Signature(string start, string type) =>
        (Array.ConvertAll(start.ToCharArray(), c => (byte)c), type);

    private static string? Find((byte[] Start, string Type)[] signatures, ReadOnlySpan<byte> start)
    {
        foreach (var (signature, type) in signatures)
        {
            if (start.Length >= signature.Length && Matches(start, signature))
            {
                return type;
            }
        }

        return null;
    }

    private static bool Matches(ReadOnlySpan<byte> start, byte[] signature)
    {
        for (var i = 0; i < signature.Length; i++)
        {
            if (signature[i] != '?' && signature[i] != start[i])
            {
                return false;
            }
        }

        return true;
    }

    // A tag ends with a blank or a bracket; letters may be small.
    private static bool IsHtml(ReadOnlySpan<byte> text)
    {
        foreach (var tag in HtmlTags)
        {
            if (text.Length > tag.Length
                && text[tag.Length] is (byte)' ' or (byte)'>'
                && System.Text.Ascii.EqualsIgnoreCase(text[..tag.Length], tag))
            {
                return true;
            }
        }

        return false;
    }

    // A box of its length, with a brand of MP4 among those that it names.
    private static bool IsMp4(ReadOnlySpan<byte> start)
    {
        if (start.Length < 12)
        {
            return false;
        }

        var size = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(start);
        if (size > start.Length || size % 4 != 0 || !start[4..8].SequenceEqual("ftyp"u8))
        {
            return false;
        }

        for (var at = 8; at < size; at += 4)
        {
            // The version is behind the first brand.
            if (at != 12 && start[at..].StartsWith("mp4"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsText(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (c is <= 8 or 0x0B or (>= 0x0E and <= 0x1A) or (>= 0x1C and <= 0x1F))
            {
                return false;
            }
        }

        return true;
    }
}
