using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Git;

/// <summary>
/// The values of an encrypted file with a mark in place of each ciphertext that differs exactly when
/// the ciphertext does: a diff then says what changed and never to what. No key is needed.
/// </summary>
internal static class MaskedText
{
    private const int MarkBytes = 4;

    /// <summary>The text.</summary>
    /// <exception cref="DocumentException">The format cannot carry it.</exception>
    public static byte[] Of(EncryptedFile file, DocumentFormat format, WriteOptions layout)
    {
        var branches = file.Tree.Branches.ConvertAll(branch => (MapNode)Mask(branch));
        using var output = new OutputBuffer();
        DocumentFormats.Encrypted(format).Write(new(branches), output, layout);
        return output.ToArray();
    }

    private static Node Mask(Node node) => node switch
    {
        MapNode map => new MapNode(map.Entries.ConvertAll(entry =>
            entry.Key is CommentNode comment
                ? MapEntry.Comment(new(Mask(comment.Text, " encrypted comment "), comment.Inline))
                : entry with { Value = Mask(entry.Value) })),
        ListNode list => new ListNode(list.Items.ConvertAll(Mask)),
        CommentNode comment => new CommentNode(Mask(comment.Text, " encrypted comment "), comment.Inline),
        StringNode text => new StringNode(Mask(text.Value, "encrypted ")),
        _ => node,
    };

    private static ByteString Mask(ByteString text, string word)
    {
        if (!text.Span.StartsWith("ENC["u8))
        {
            return text;
        }

        Span<byte> digest = stackalloc byte[Sha256.Size];
        Sha256.Hash(text.Span, digest);
        return new(word + Convert.ToHexStringLower(digest[..MarkBytes]));
    }
}
