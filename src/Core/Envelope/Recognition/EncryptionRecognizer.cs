using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Recognition;

/// <summary>
/// Tells encrypted files from others, for every verb by the same rule: what a reader makes of the content counts, not how it is written, so
/// that no spelling of the metadata (quoted, tagged or anchored keys, flow style, escapes, indentation, a byte order mark) hides a file.
/// <para>
/// Where the name says YAML, JSON, dotenv or INI, a content that reads as that is encrypted if it
/// has metadata, and orphaned if it has whole ciphertexts as values without metadata; one that does not read is damaged if a whole
/// ciphertext is in it, or if it exceeds a limit of the readers, which nothing that people write does. Under any other name a content
/// counts only if it reads as an encrypted file of some format, ciphertext included, so documentation, sources and templates that show
/// ciphertext are none. Ciphertext is whole if its parts are base64: shortened samples (<c>data:...</c>) never count.
/// </para>
/// </summary>
internal static class EncryptionRecognizer
{
    // Under a name that says nothing. JSON, which an encrypted binary file is, comes first; prose reads as YAML at best.
    private static readonly DocumentFormat[] Unnamed = [DocumentFormat.Binary, DocumentFormat.Dotenv, DocumentFormat.Ini,
        DocumentFormat.Yaml];

    private static ReadOnlySpan<byte> CiphertextMark => "ENC[AES256_GCM"u8;

    private static ReadOnlySpan<byte> MetadataMark => "sops"u8;

    /// <param name="content">The bytes of a file.</param>
    /// <param name="named">The format of its name.</param>
    /// <param name="tree">The tree that was read, metadata included; <see langword="null"/> where none could be read.</param>
    public static RecognizedContent Recognize(ReadOnlyMemory<byte> content, DocumentFormat named, out DocumentTree? tree) =>
        named == DocumentFormat.Binary ? OfUnnamed(content, out tree) : OfNamed(content, named, out tree);

    private static RecognizedContent OfNamed(ReadOnlyMemory<byte> content, DocumentFormat format, out DocumentTree? tree)
    {
        tree = null;
        var text = content.Span;
        if (text.IndexOf(MetadataMark) < 0 && text.IndexOf(CiphertextMark) < 0 && !MayHide(text, format))
        {
            return new(EncryptionKind.None, format);
        }

        tree = Read(content, format, out var isBeyondLimits);
        var kind = tree is null
            ? (isBeyondLimits || Ciphertexts.IsIn(text) ? EncryptionKind.Damaged : EncryptionKind.None)
            : MetadataTraces.AreIn(tree, format) ? EncryptionKind.Encrypted
            : Ciphertexts.AreIn(tree) ? EncryptionKind.Orphaned
            : EncryptionKind.None;
        return new(kind, format);
    }

    private static RecognizedContent OfUnnamed(ReadOnlyMemory<byte> content, out DocumentTree? tree)
    {
        tree = null;
        var none = new RecognizedContent(EncryptionKind.None, DocumentFormat.Binary);
        var text = content.Span;
        var isObject = text.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        if (text.IndexOf(CiphertextMark) < 0 && !IsUtf16(text) && !(isObject && MayHide(text, DocumentFormat.Json)))
        {
            return none;
        }

        foreach (var format in Unnamed)
        {
            if (format == DocumentFormat.Binary && !isObject)
            {
                continue;
            }

            if (Read(content, format, out _) is { } read && MetadataTraces.AreIn(read, format))
            {
                tree = read;
                return new(EncryptionKind.Encrypted, format);
            }
        }

        // An encrypted binary file is an object that begins the file, and nothing else that shows ciphertext begins so.
        return isObject && text.IndexOf("\"sops\""u8) >= 0 && Ciphertexts.IsIn(text) ? none with { Kind = EncryptionKind.Damaged } : none;
    }

    private static DocumentTree? Read(ReadOnlyMemory<byte> content, DocumentFormat format, out bool isBeyondLimits)
    {
        isBeyondLimits = false;
        try
        {
            return DocumentFormats.Encrypted(format).Read(content, DocumentLimits.Default);
        }
        catch (DocumentException failure)
        {
            isBeyondLimits = failure.Code == ErrorCode.LimitExceeded;
            return null;
        }
    }

    // Whether a text can say "sops" or "ENC[" without holding these bytes: by escapes, in base64 behind a tag, or in UTF-16.
    private static bool MayHide(ReadOnlySpan<byte> text, DocumentFormat format) => format switch
    {
        DocumentFormat.Json => text.Contains((byte)'\\'),
        DocumentFormat.Yaml => text.ContainsAny((byte)'\\', (byte)'!') || IsUtf16(text),
        _ => false,
    };

    private static bool IsUtf16(ReadOnlySpan<byte> text) => text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
}
