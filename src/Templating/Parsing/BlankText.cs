using System.Buffers;
using System.Text;

namespace SecretsKit.Templating.Parsing;

internal static class BlankText
{
    /// <summary>Whether Unicode's white space is all there is, as Go's <c>bytes.TrimSpace</c> sees it.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var width) != OperationStatus.Done || !Rune.IsWhiteSpace(rune))
            {
                return false;
            }

            text = text[width..];
        }

        return true;
    }
}
