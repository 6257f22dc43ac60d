using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Mac;

/// <summary>The MAC that the metadata of a file carry.</summary>
internal static class StoredMac
{
    /// <summary>Decrypts a file's MAC and compares it.</summary>
    /// <param name="cipher">A cipher of the file's data key.</param>
    /// <param name="metadata">The file's metadata.</param>
    /// <param name="computed">The MAC of the values as they are: 128 upper-case hex digits.</param>
    /// <returns>
    /// <see cref="MacOutcome.Missing"/> only if the file has no MAC at all. The type of a ciphertext is not authenticated, so a MAC that
    /// does not decrypt to a string was tampered with: it never equals a digest, whatever its text.
    /// </returns>
    public static MacVerification Compare(ValueCipher cipher, DocumentMetadata metadata, string computed)
    {
        var stored = new ByteString(metadata.Mac);
        if (stored.IsEmpty)
        {
            return new(MacOutcome.Missing, computed, $"MAC mismatch. File has no MAC, computed {computed}");
        }

        Node leaf;
        try
        {
            leaf = cipher.Decrypt(stored, MacBinding.Of(metadata));
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.DecryptFailed)
        {
            return new(MacOutcome.Undecryptable, computed, $"Cannot decrypt MAC: {failure.Message}");
        }

        var text = TextOf(leaf);
        return IsString(stored) && text == computed ? new(MacOutcome.Verified, computed, "")
            : new(MacOutcome.Mismatch, computed, $"MAC mismatch. File has {text}, computed {computed}");
    }

    private static bool IsString(ByteString stored) =>
        EncryptedText.TryParse(stored.Span, out var parts) && ScalarText.TypeOfTag(parts.Type) == ScalarType.String;

    // As the reference prints it. Hex digits are no number, truth value or moment, so other types come from somebody with the key alone.
    private static string TextOf(Node leaf) => leaf switch
    {
        StringNode text => text.Value.RevealText(),
        CommentNode comment => $"{{{comment.Text.RevealText()} %!s(bool=false)}}",
        _ => "a value that is not a string",
    };
}
