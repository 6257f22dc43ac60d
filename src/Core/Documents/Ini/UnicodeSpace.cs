using System.Buffers;
using System.Text;

namespace SecretsKit.Core.Documents.Ini;

/// <summary>
/// Trims what Go's <c>unicode.IsSpace</c> calls space: ASCII white space, U+0085, U+00A0 and the separators. A byte that is not
/// UTF-8 is never space.
/// </summary>
internal static class UnicodeSpace
{
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            text = text[length..];
        }

        return text;
    }

    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeLastFromUtf8(text, out var rune, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            text = text[..^length];
        }

        return text;
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => TrimEnd(TrimStart(text));
}
