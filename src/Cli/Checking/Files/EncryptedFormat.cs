using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>Recognises SOPS files by their content.</summary>
internal static class EncryptedFormat
{
    // In the order of how sure each is. YAML comes last: any text with two such lines looks like it.
    private static readonly DocumentFormat[] Others = [DocumentFormat.Binary, DocumentFormat.Dotenv, DocumentFormat.Ini, DocumentFormat.Yaml];

    /// <summary>The format of a SOPS file, or null for any other.</summary>
    public static DocumentFormat? Of(string path, ReadOnlySpan<byte> content)
    {
        if (content.IndexOf("lastmodified"u8) < 0 && !HasBlock(content))
        {
            return null;
        }

        var named = FileFormat.Of(null, path);
        if (named != DocumentFormat.Binary)
        {
            return EncryptedFile.LooksEncrypted(content, named) || HasBlock(content) ? named : null;
        }

        foreach (var format in Others)
        {
            // Documentation shows such files; in one the values are ciphertext.
            if (EncryptedFile.LooksEncrypted(content, format) && content.IndexOf("ENC[AES256_GCM,"u8) >= 0 && Reads(content, format))
            {
                return format;
            }
        }

        return null;
    }

    // A file that lost the time of its last change, or never had one, is still meant to be encrypted.
    private static bool HasBlock(ReadOnlySpan<byte> content) =>
        content.IndexOf("ENC[AES256_GCM,data:"u8) >= 0 && (content.IndexOf("\nsops:"u8) >= 0 || content.IndexOf("\"sops\":"u8) >= 0
            || content.IndexOf("\n[sops]"u8) >= 0 || content.IndexOf("\nsops_mac="u8) >= 0);

    private static bool Reads(ReadOnlySpan<byte> content, DocumentFormat format)
    {
        try
        {
            DocumentFormats.Encrypted(format).Read(content.ToArray(), DocumentLimits.Default);
            return true;
        }
        catch (DocumentException)
        {
            return false;
        }
    }
}
