using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>Counts what is encrypted in a file, to warn of rules that select nothing.</summary>
public static class CiphertextCount
{
    /// <summary>
    /// How many values are ciphertext, and how many there are. Empty strings and nulls are never encrypted and do not count.
    /// </summary>
    public static (int Encrypted, int All) Of(EncryptedFile file) => Of([.. file.Tree.Branches]);

    /// <summary>The same for parts of an encrypted file.</summary>
    public static (int Encrypted, int All) Of(params ReadOnlySpan<Node> parts)
    {
        var (encrypted, all) = (0, 0);
        foreach (var leaf in TreeLeaves.Of(parts.ToArray()))
        {
            switch (leaf)
            {
                case StringNode text when text.Value.Span.StartsWith("ENC[AES256_GCM,"u8):
                    encrypted++;
                    all++;
                    break;
                case NullNode or CommentNode or StringNode { Value.IsEmpty: true }:
                    break;
                default:
                    all++;
                    break;
            }
        }

        return (encrypted, all);
    }
}
