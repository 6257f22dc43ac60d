using System.Buffers.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Core.Envelope.Recognition;

/// <summary>Finds whole ciphertexts: those whose parts are there and are base64.</summary>
internal static class Ciphertexts
{
    private static ReadOnlySpan<byte> Start => "ENC[AES256_GCM,data:"u8;

    /// <summary>Whether a value of a tree is ciphertext. Comments do not count: they show samples.</summary>
    public static bool AreIn(DocumentTree tree) =>
        TreeLeaves.Of(tree.Branches).Any(leaf => leaf is StringNode value && IsWhole(value.Value.Span));

    /// <summary>Whether a text holds ciphertext anywhere.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text) => IndexIn(text) >= 0;

    /// <summary>Where a text holds the first whole ciphertext, or -1. Each byte is looked at a few times at most.</summary>
    public static int IndexIn(ReadOnlySpan<byte> text)
    {
        for (var from = 0; text[from..].IndexOf(Start) is var next and >= 0;)
        {
            var begin = from + next;
            var length = text[begin..].IndexOf((byte)']') + 1;
            if (length == 0)
            {
                return -1;
            }

            // A text that begins anew before the bracket is not whole.
            var again = text.Slice(begin + Start.Length, length - Start.Length).LastIndexOf(Start);
            if (again < 0 && IsWhole(text.Slice(begin, length)))
            {
                return begin;
            }

            from = again < 0 ? begin + length : begin + Start.Length + again;
        }

        return -1;
    }

    private static bool IsWhole(ReadOnlySpan<byte> text) => EncryptedText.TryParse(text, out var parts)
        && Base64.IsValid(parts.Data) && Base64.IsValid(parts.Iv) && Base64.IsValid(parts.Tag);
}
